using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Journal;

/// <summary>Makes entries of journals.</summary>
internal static class Entries
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Makes the entry after another.</summary>
    public static RolloutJournalEntry After(RolloutJournalEntry? previous, string flag = "checkout", int attempt = 1, string reason = "Dwell is over.") =>
        RolloutJournalEntry.After(previous, new RolloutEntryDraft
        {
            Flag = flag,
            Attempt = attempt,
            Time = Noon.AddMinutes(previous?.Sequence ?? 0),
            Actor = "director",
            Kind = RolloutEntryKind.Advance,
            From = new RolloutPosition(RolloutStatus.Running, 0, stretch: 1),
            To = new RolloutPosition(RolloutStatus.Running, 1, stretch: 2),
            Reason = reason,
        });

    /// <summary>Makes the first entries of a journal.</summary>
    public static RolloutJournalEntry[] Chain(int count, string flag = "checkout", string reason = "Dwell is over.")
    {
        var chain = new RolloutJournalEntry[count];
        for (int i = 0; i < count; i++)
        {
            chain[i] = After(i == 0 ? null : chain[i - 1], flag, reason: $"{reason} ({i})");
        }

        return chain;
    }

    public static ReadOnlyMemory<byte>[] Lines(params IEnumerable<RolloutJournalEntry> entries) =>
        [.. entries.Select(static entry => new ReadOnlyMemory<byte>(entry.ToJson()))];
}
