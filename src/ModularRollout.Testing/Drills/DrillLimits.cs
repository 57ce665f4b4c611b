namespace ModularRollout.Testing.Drills;

/// <summary>What a faulty candidate may cost before it is taken back.</summary>
/// <param name="ExposedSubjects">The most subjects that get it.</param>
/// <param name="Time">The longest time.</param>
/// <param name="ExtraFailures">The most failures beyond those that the baseline would have had.</param>
internal sealed record DrillLimits(int? ExposedSubjects = null, TimeSpan? Time = null, int? ExtraFailures = null);
