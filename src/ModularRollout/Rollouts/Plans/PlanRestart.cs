namespace ModularRollout.Rollouts.Plans;

/// <summary>Says which subjects a new attempt exposes.</summary>
public enum PlanRestart
{
    /// <summary>Others than before: the same cohort would repeat a false alarm. The default.</summary>
    NewBuckets,

    /// <summary>The same as before.</summary>
    SameBuckets,
}
