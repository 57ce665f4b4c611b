using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Testing.Drills;

/// <summary>Reads from a journal what a drill wants to know.</summary>
internal static class DrillJournal
{
    /// <summary>Gets the guard that stopped the rollout; <see langword="null"/> where none did.</summary>
    public static string? StopperOf(RolloutJournal journal) =>
        journal.Entries.FirstOrDefault(static entry => entry.Kind is RolloutEntryKind.RollBack or RolloutEntryKind.Hold && entry.To.Guard is not null)?.To.Guard;

    /// <summary>Gets the last entry, closing reports aside; <see langword="null"/> where there is none.</summary>
    public static RolloutJournalEntry? LastOf(RolloutJournal journal) => journal.Entries.LastOrDefault(static entry => entry.Kind != RolloutEntryKind.Report);
}
