using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Reports;

/// <summary>What a report is made of. Immutable.</summary>
internal sealed record ReportFacts
{
    public required RolloutPlan Plan { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Gets how many attempts there were before those of the plan.</summary>
    public int EarlierAttempts { get; init; }

    /// <summary>Gets the entries of the attempt, from its start on.</summary>
    public required IReadOnlyList<RolloutJournalEntry> Entries { get; init; }

    /// <summary>Gets the entry that ended the attempt; <see langword="null"/> while it runs.</summary>
    public required RolloutJournalEntry? End { get; init; }

    public required RolloutStatus Status { get; init; }

    public string? Actor { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyList<GuardReading> Readings { get; init; } = [];

    /// <summary>Gets what was counted; <see langword="null"/> where the process that counted it has gone.</summary>
    public EvidenceTotals? Evidence { get; init; }

    /// <summary>Gets the stretch since which a guard's evidence counts, where that is not the attempt's first.</summary>
    public IReadOnlyDictionary<string, int> GuardsSince { get; init; } = new Dictionary<string, int>();

    public string? RemovalPlan { get; init; }

    public required DateTimeOffset Now { get; init; }

    public DateTimeOffset Until => End?.Time ?? Now;
}
