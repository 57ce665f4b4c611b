using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Testing.Drills;

/// <summary>What all runs of a drill share.</summary>
internal sealed record DrillSetup
{
    public required byte[] Document { get; init; }

    public required RolloutPlan Plan { get; init; }

    public required DrillTraffic Traffic { get; init; }

    public required DateTimeOffset StartAt { get; init; }

    public required TimeSpan MostTime { get; init; }

    public required DrillLimits Limits { get; init; }

    public Action<FeatureGateOptions>? ConfigureGate { get; init; }

    /// <summary>Gets the subjects, made once for all runs.</summary>
    public required EvaluationContext[] Subjects { get; init; }
}
