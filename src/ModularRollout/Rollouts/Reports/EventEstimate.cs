using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Rollouts.Reports;

/// <summary>Encloses what a guard is about: the ratio of the rates of an event, or its rate.</summary>
/// <remarks>Immutable.</remarks>
public sealed class EventEstimate
{
    internal EventEstimate(string happening, long count, long total, AnytimeInterval interval)
    {
        Event = happening;
        Count = count;
        Total = total;
        Interval = interval;
    }

    /// <summary>Gets the event, such as <c>errors</c> or <c>slower than p90</c>.</summary>
    public string Event { get; }

    /// <summary>Gets of a comparison, how many of the subjects with the event had the candidate; of a budget, the events.</summary>
    public long Count { get; }

    /// <summary>Gets of a comparison, the subjects with the event; of a budget, the outcomes, or the subjects by their first one.</summary>
    public long Total { get; }

    /// <summary>Gets where the ratio of the candidate's rate to the baseline's lies; of a budget, where the rate lies.</summary>
    /// <value>However often one looks, outside with a probability of at most <see cref="RolloutReport.Alpha"/>.</value>
    public AnytimeInterval Interval { get; }
}
