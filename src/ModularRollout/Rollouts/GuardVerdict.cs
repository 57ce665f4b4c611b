namespace ModularRollout.Rollouts;

/// <summary>Names what a guard says at a look, the worst first.</summary>
public enum GuardVerdict
{
    /// <summary>The limit is reached.</summary>
    Breach,

    /// <summary>Nobody knows: decisions without outcomes, a probe or source that failed to run, a sample ratio that tripped, or too many late outcomes.</summary>
    Unknown,

    /// <summary>Too little evidence: fewer settled outcomes than <c>minOutcomes</c> in an arm of this stage, or no latency threshold yet.</summary>
    Inconclusive,

    /// <summary>None of the others; no events at all is healthy.</summary>
    Healthy,

    /// <summary>Proven to be no worse than the guard's <c>prove</c> says.</summary>
    NonInferior,
}
