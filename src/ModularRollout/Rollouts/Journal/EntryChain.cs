namespace ModularRollout.Rollouts.Journal;

/// <summary>Follows a journal entry by entry, and stops at the first that does not follow.</summary>
internal sealed class EntryChain
{
    private readonly string _flag;
    private RolloutJournalEntry? _last;

    public EntryChain(string flag, RolloutJournalEntry? last)
    {
        _flag = flag;
        _last = last;
    }

    private long Next => (_last?.Sequence ?? 0) + 1;

    /// <summary>Reads the next line.</summary>
    /// <returns>What is wrong with it; <see langword="null"/> when the entry follows.</returns>
    public RolloutJournalDamage? TryFollow(ReadOnlySpan<byte> line, out RolloutJournalEntry? entry)
    {
        entry = null;
        byte[] copy = line.ToArray();
        if (!EntrySeal.IsWhole(copy))
        {
            return Damage(RolloutDamageKind.Altered, $"Entry {Next} was altered: {EntrySeal.Broken}");
        }

        try
        {
            entry = EntryReader.Read(copy);
        }
        catch (InvalidDataException exception)
        {
            return Damage(RolloutDamageKind.Unreadable, $"Entry {Next} cannot be read. {exception.Message}");
        }

        RolloutJournalDamage? damage = Check(entry);
        _last = damage is null ? entry : _last;
        return damage;
    }

    private RolloutJournalDamage? Check(RolloutJournalEntry entry)
    {
        if (entry.Flag != _flag)
        {
            return Damage(RolloutDamageKind.Foreign, $"Entry {Next} belongs to the flag '{entry.Flag}'; this is the journal of '{_flag}'.");
        }

        if (entry.Sequence != Next)
        {
            return entry.Sequence > Next
                ? Damage(RolloutDamageKind.Missing, $"Entry {entry.Sequence} stands where {Next} should: entries are missing or out of order.")
                : Damage(RolloutDamageKind.Repeated, $"Entry {entry.Sequence} stands again where {Next} should: entries are repeated or out of order.");
        }

        return entry.PreviousHash != _last?.Hash || !IsAttempt(entry.Attempt)
            ? Damage(RolloutDamageKind.Unchained, $"Entry {Next} (attempt {entry.Attempt}) does not follow the entry before it (attempt {_last?.Attempt ?? 0}).")
            : null;
    }

    /// <summary>An entry belongs to the attempt of the one before, or begins the next.</summary>
    private bool IsAttempt(int attempt) => _last is null ? attempt == 1 : attempt == _last.Attempt || attempt == _last.Attempt + 1;

    private RolloutJournalDamage Damage(RolloutDamageKind kind, string sentence) => new(kind, Next, $"The journal of '{_flag}' is damaged. {sentence}");
}
