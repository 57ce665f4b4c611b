namespace ModularRollout.Rollouts.Journal;

/// <summary>Says where a journal is damaged, and how.</summary>
/// <remarks>Immutable.</remarks>
public sealed class RolloutJournalDamage
{
    internal RolloutJournalDamage(RolloutDamageKind kind, long sequence, string sentence)
    {
        Kind = kind;
        Sequence = sequence;
        Sentence = sentence;
    }

    /// <summary>Gets what is wrong.</summary>
    public RolloutDamageKind Kind { get; }

    /// <summary>Gets the number of the entry that was expected where the damage is.</summary>
    /// <value>Counted from 1; all entries before it are whole.</value>
    public long Sequence { get; }

    /// <summary>Gets what is wrong, in words.</summary>
    public string Sentence { get; }

    /// <inheritdoc/>
    public override string ToString() => Sentence;
}
