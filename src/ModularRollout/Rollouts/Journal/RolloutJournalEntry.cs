using System.Collections.Immutable;

namespace ModularRollout.Rollouts.Journal;

/// <summary>Says what happened to a rollout: who did it, when, why and on what evidence.</summary>
/// <remarks>
/// Immutable. Its form on disk is one line of JSON in UTF-8. The line's last property is the SHA-256 of the line without it, and each
/// entry holds the hash of the one before: a journal is a chain that cannot be altered, reordered or thinned out unnoticed.
/// </remarks>
public sealed class RolloutJournalEntry
{
    private readonly byte[] _line;

    internal RolloutJournalEntry(byte[] line, string hash)
    {
        _line = line;
        Hash = hash;
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag { get; internal init; } = "";

    /// <summary>Gets the attempt of the rollout, counted from 1.</summary>
    public int Attempt { get; internal init; }

    /// <summary>Gets the entry's number in the flag's journal.</summary>
    /// <value>Counted from 1, and on over all attempts.</value>
    public long Sequence { get; internal init; }

    /// <summary>Gets when it happened, in UTC.</summary>
    public DateTimeOffset Time { get; internal init; }

    /// <summary>Gets who did it: a person, or the part of the program that decided.</summary>
    public string Actor { get; internal init; } = "";

    /// <summary>Gets what the entry records.</summary>
    public RolloutEntryKind Kind { get; internal init; }

    /// <summary>Gets where the rollout stood.</summary>
    public RolloutPosition From { get; internal init; }

    /// <summary>Gets where it stands since.</summary>
    public RolloutPosition To { get; internal init; }

    /// <summary>Gets why.</summary>
    public string Reason { get; internal init; } = "";

    /// <summary>Gets what the guards said.</summary>
    public IReadOnlyList<GuardReading> Verdicts { get; internal init; } = [];

    /// <summary>Gets the evidence's counters by name, in ordinal order.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; internal init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Gets the content hash of the snapshot that was in force.</summary>
    public string? SnapshotHash { get; internal init; }

    /// <summary>Gets what is locked from here on, as canonical JSON: plan, variants, <c>off</c> and <c>kind</c>.</summary>
    /// <value><see langword="null"/> unless the entry starts an attempt or adopts a changed definition.</value>
    public string? Definition { get; internal init; }

    /// <summary>Gets what is kept from here on for as long as something is locked, should the documents no longer define it: the flag with all it says, and the segments and flags it refers to.</summary>
    /// <value>A document in canonical form; <see langword="null"/> unless the entry starts an attempt or adopts a changed definition, or one of these was edited; empty where it has more than 262,144 characters.</value>
    public string? Kept { get; internal init; }

    /// <summary>Gets what belongs to the entry's kind alone, such as the group that approved or the guard that was acknowledged.</summary>
    public string? Detail { get; internal init; }

    /// <summary>Gets the hash of the entry before; <see langword="null"/> for a flag's first.</summary>
    public string? PreviousHash { get; internal init; }

    /// <summary>Gets the SHA-256 of this entry without its hash, as 64 lowercase hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Gets the entry's line, which is never copied.</summary>
    internal ReadOnlySpan<byte> Line => _line;

    /// <summary>Reads an entry from its line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="InvalidDataException">It is no entry, or not what its hash says; the message says how.</exception>
    public static RolloutJournalEntry Parse(ReadOnlySpan<byte> line)
    {
        byte[] copy = line.ToArray();
        return EntrySeal.IsWhole(copy) ? EntryReader.Read(copy) : throw new InvalidDataException(EntrySeal.Broken);
    }

    /// <summary>Writes the entry as one line of JSON.</summary>
    /// <returns>A copy of the line, without its end.</returns>
    public byte[] ToJson() => [.. _line];

    /// <inheritdoc/>
    public override string ToString() => $"{Flag} #{Sequence}: {Kind} by {Actor}. {Reason}";

    /// <summary>Gives a draft its place after an entry.</summary>
    /// <param name="previous">The journal's last entry; <see langword="null"/> for the first.</param>
    /// <param name="draft">What the entry says.</param>
    internal static RolloutJournalEntry After(RolloutJournalEntry? previous, RolloutEntryDraft draft) =>
        EntryReader.Read(EntryWriter.Write(draft, (previous?.Sequence ?? 0) + 1, previous?.Hash));
}
