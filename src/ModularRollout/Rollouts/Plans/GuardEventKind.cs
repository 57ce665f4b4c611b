namespace ModularRollout.Rollouts.Plans;

/// <summary>Names the kinds of events a guard counts.</summary>
public enum GuardEventKind
{
    /// <summary>Outcomes that are failures.</summary>
    Errors,

    /// <summary>Outcomes that take longer than the baseline's p50, p90 and p99, which are frozen when the stage starts.</summary>
    Slow,

    /// <summary>Outcomes that take longer than <see cref="GuardEvent.Threshold"/>.</summary>
    SlowerThan,

    /// <summary>Outcomes with the name <see cref="GuardEvent.Name"/>.</summary>
    Custom,
}
