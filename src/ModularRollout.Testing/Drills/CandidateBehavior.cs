namespace ModularRollout.Testing.Drills;

/// <summary>How the candidate does, compared with the baseline.</summary>
/// <param name="ErrorTimes">How many times as often it fails.</param>
/// <param name="SlowTimes">How many times as long it takes.</param>
/// <param name="SlowBy">How much longer it takes on top.</param>
/// <param name="Event">A custom event that it causes more often.</param>
/// <param name="EventTimes">How many times as often.</param>
internal sealed record CandidateBehavior(double ErrorTimes = 1, double SlowTimes = 1, TimeSpan SlowBy = default, string? Event = null, double EventTimes = 1)
{
    public static CandidateBehavior AsBaseline { get; } = new();
}
