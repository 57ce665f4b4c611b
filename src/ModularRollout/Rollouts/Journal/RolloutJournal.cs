namespace ModularRollout.Rollouts.Journal;

/// <summary>Everything that happened to a flag's rollouts, in order and verified.</summary>
/// <remarks>Immutable. Entries up to the first damage are kept; what stands behind it is not believed.</remarks>
public sealed class RolloutJournal
{
    private readonly RolloutJournalEntry[] _entries;

    private RolloutJournal(string flag, RolloutJournalEntry[] entries, RolloutJournalDamage? damage)
    {
        Flag = flag;
        _entries = entries;
        Damage = damage;
        Entries = Array.AsReadOnly(entries);
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag { get; }

    /// <summary>Gets the entries before the first damage, the oldest first.</summary>
    public IReadOnlyList<RolloutJournalEntry> Entries { get; }

    /// <summary>Gets the hash of the last entry; <see langword="null"/> when there is none.</summary>
    public string? HeadHash => Head?.Hash;

    /// <summary>Gets what is wrong with the journal; <see langword="null"/> when nothing is.</summary>
    public RolloutJournalDamage? Damage { get; }

    /// <summary>Gets the last entry; <see langword="null"/> when there is none.</summary>
    internal RolloutJournalEntry? Head => _entries.Length == 0 ? null : _entries[^1];

    /// <summary>Reads and verifies a journal.</summary>
    /// <param name="flag">The flag it belongs to.</param>
    /// <param name="lines">All its lines, as a store has them.</param>
    /// <returns>The journal. Damage is not thrown: it is told in <see cref="Damage"/>.</returns>
    public static RolloutJournal Read(string flag, IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentNullException.ThrowIfNull(lines);
        return new RolloutJournal(flag, [], damage: null).With(lines);
    }

    /// <summary>Gets whether the journal still holds an entry that is known to have been in it.</summary>
    /// <param name="sequence">The entry's number; 0 is covered by every journal.</param>
    /// <param name="hash">The entry's hash, as a checkpoint noted it.</param>
    /// <returns><see langword="false"/> when the journal's tail was removed, or another entry is in its place.</returns>
    public bool Covers(long sequence, string? hash) =>
        sequence <= 0 || (sequence <= _entries.Length && _entries[sequence - 1].Hash == hash);

    /// <summary>Reads the lines that follow.</summary>
    /// <returns>A longer journal; this one when it is damaged, or when there are none.</returns>
    internal RolloutJournal With(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        if (Damage is not null)
        {
            return this;
        }

        var chain = new EntryChain(Flag, Head);
        var entries = new List<RolloutJournalEntry>(_entries);
        RolloutJournalDamage? damage = null;
        foreach (ReadOnlyMemory<byte> line in lines)
        {
            damage = chain.TryFollow(line.Span, out RolloutJournalEntry? entry);
            if (damage is not null)
            {
                break;
            }

            entries.Add(entry!);
        }

        return damage is null && entries.Count == _entries.Length ? this : new RolloutJournal(Flag, [.. entries], damage);
    }

    /// <summary>Adds an entry that was just appended to the store.</summary>
    internal RolloutJournal With(RolloutJournalEntry entry) => With([entry.ToJson()]);
}
