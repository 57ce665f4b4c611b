using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Stores;

/// <summary>The end of a journal: what the next entry must follow. The default value is the end of an empty one.</summary>
internal readonly record struct JournalHead(long Sequence, int Attempt, string? Hash)
{
    public static JournalHead Of(RolloutJournalEntry entry) => new(entry.Sequence, entry.Attempt, entry.Hash);

    /// <summary>Decides whether an entry is to be written.</summary>
    /// <returns><see langword="false"/> when it already is the last one: its acknowledgement was lost.</returns>
    /// <exception cref="RolloutConflictException">It does not follow.</exception>
    public bool Demand(RolloutJournalEntry entry)
    {
        if (entry.Hash == Hash)
        {
            return false;
        }

        return IsFollowedBy(entry) ? true : throw new RolloutConflictException(
            $"Entry {entry.Sequence} (attempt {entry.Attempt}, after {entry.PreviousHash ?? "nothing"}) of the flag '{entry.Flag}' does not follow its journal, "
            + $"which ends with entry {Sequence} (attempt {Attempt}, {Hash ?? "empty"}). Somebody else appended: read the journal again.");
    }

    /// <summary>Gets whether an entry is the next one.</summary>
    public bool IsFollowedBy(RolloutJournalEntry entry) => entry.Sequence == Sequence + 1
        && entry.PreviousHash == Hash
        && (entry.Attempt == Attempt + 1 || (entry.Attempt == Attempt && Attempt > 0));
}
