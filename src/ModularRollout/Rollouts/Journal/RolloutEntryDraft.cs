namespace ModularRollout.Rollouts.Journal;

/// <summary>What an entry is to say, before it has its place in a journal.</summary>
internal sealed record RolloutEntryDraft
{
    public required string Flag { get; init; }

    /// <summary>The attempt, from 1: that of the entry before, or the next.</summary>
    public required int Attempt { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Actor { get; init; }

    public required RolloutEntryKind Kind { get; init; }

    public RolloutPosition From { get; init; }

    public RolloutPosition To { get; init; }

    public required string Reason { get; init; }

    public IReadOnlyList<GuardReading> Verdicts { get; init; } = [];

    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();

    public string? SnapshotHash { get; init; }

    public string? Definition { get; init; }

    public string? Kept { get; init; }

    public string? Detail { get; init; }

    /// <summary>Makes the same entry between other positions: what happened in the meantime came first.</summary>
    public RolloutEntryDraft Between(RolloutPosition from, RolloutPosition to, int attempt) => this with { From = from, To = to, Attempt = attempt };
}
