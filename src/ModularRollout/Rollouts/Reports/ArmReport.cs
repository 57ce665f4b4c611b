namespace ModularRollout.Rollouts.Reports;

/// <summary>Says what one arm of a rollout did in one stage.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ArmReport
{
    internal ArmReport(long outcomes, long late, IReadOnlyList<LatencyInterval> latency)
    {
        Outcomes = outcomes;
        Late = late;
        Latency = latency;
    }

    /// <summary>Gets the settled outcomes.</summary>
    public long Outcomes { get; }

    /// <summary>Gets the outcomes that came later than <c>settle</c> and were never judged.</summary>
    public long Late { get; }

    /// <summary>Gets how long outcomes took: p50, p90 and p99, each to 2 % of what the interval says.</summary>
    /// <value>Empty where nobody knows.</value>
    public IReadOnlyList<LatencyInterval> Latency { get; }
}
