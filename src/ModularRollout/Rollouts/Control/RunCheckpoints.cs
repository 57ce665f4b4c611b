using System.Collections.Immutable;
using ModularRollout.Rollouts.Counting.Saving;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>What one rollout knows of its checkpoints: what was read, what was taken from it, what was written.</summary>
internal sealed class RunCheckpoints
{
    private Reading _last = new([], IsTaken: true);

    /// <summary>Gets the journal's end as the last controller's checkpoint knows it; <see langword="null"/> before checkpoints could be read.</summary>
    public JournalMark? Mark { get; private set; }

    /// <summary>Gets what was read last; of what was taken since, the heads.</summary>
    public IReadOnlyList<RolloutCheckpoint> Known => Volatile.Read(ref _last).Checkpoints;

    /// <summary>Gets the counts of other instances that were taken and are not merged.</summary>
    public OtherCounts[] Others { get; private set; } = [];

    /// <summary>Gets which watch has taken the evidence of before, and whether as that of the process that controls.</summary>
    public (RolloutWatch Watch, bool IsControlling)? TakenFor { get; private set; }

    /// <summary>Gets which version of other instances' checkpoints the watch has merged, by their names.</summary>
    public ImmutableDictionary<string, string?> Merged { get; private set; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Gets or sets which of them the controller's checkpoint holds, on the medium.</summary>
    public ImmutableDictionary<string, string?> Folded { get; set; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Gets or sets how long the journal was when the checkpoints were last listed; <see langword="null"/> where some have been removed since.</summary>
    public long? ListedAt { get; set; }

    /// <summary>Gets or sets whether the last read was one of the process that controls.</summary>
    public bool ReadFor { get; set; }

    /// <summary>Gets or sets the journal's end that the last written checkpoint knows; <see langword="null"/> where none has been written, or the last failed.</summary>
    public JournalMark? Written { get; set; }

    /// <summary>Gets or sets the hash of the counts that this process wrote last.</summary>
    public ulong? WrittenCounts { get; set; }

    /// <summary>Gets or sets why checkpoints could not be read.</summary>
    public string? ReadError { get; set; }

    /// <summary>Gets or sets why a checkpoint could not be written.</summary>
    public string? WriteError { get; set; }

    /// <summary>Gets or sets why a checkpoint could not be removed.</summary>
    public string? SweepError { get; set; }

    /// <summary>Gets or sets what was read and could not be understood.</summary>
    public string? Damage { get; set; }

    public string? Error => ReadError ?? WriteError ?? SweepError ?? Damage;

    /// <summary>Gets what watches a rollout, once what a process of the same name counted before was taken: a checkpoint replaces that.</summary>
    public RolloutWatch? WatchIfTaken(RolloutRun run) => TakenFor?.Watch == run.Watch ? run.Watch : null;

    /// <summary>Puts down what was read, for the next step to take.</summary>
    public void Put(RolloutCheckpoint[] read, JournalMark mark)
    {
        Mark = mark;
        Volatile.Write(ref _last, new Reading(read, IsTaken: false));
    }

    /// <summary>Takes what was read since the last time. Its content is forgotten here: what has not changed is not read again.</summary>
    public RolloutCheckpoint[]? Take()
    {
        Reading last = Volatile.Read(ref _last);
        if (last.IsTaken)
        {
            return null;
        }

        RolloutCheckpoint[] heads = Array.ConvertAll(last.Checkpoints, static checkpoint => checkpoint.Head(RolloutCheckpointReader.HeadLength));
        _ = Interlocked.CompareExchange(ref _last, new Reading(heads, IsTaken: true), last);
        return last.Checkpoints;
    }

    /// <summary>Notes what a watch has taken.</summary>
    public void Taken(RolloutWatch watch, bool isControlling, OtherCounts[] others)
    {
        if (TakenFor != (watch, isControlling))
        {
            Merged = Folded = Merged.Clear();
        }

        (TakenFor, Others) = ((watch, isControlling), others);
    }

    /// <summary>Forgets the counts that a look has merged: they stay merged.</summary>
    public void Looked(RolloutWatch watch)
    {
        if (TakenFor?.Watch == watch)
        {
            OtherCounts[] unread = Array.FindAll(Others, other => Array.IndexOf(watch.Unread, other.Counts) >= 0);
            Merged = Merged.SetItems(Array.ConvertAll(Array.FindAll(Others, other => Array.IndexOf(unread, other) < 0), static other => KeyValuePair.Create(other.Head.Name, other.Head.Version)));
            Others = unread;
        }
    }

    /// <summary>Gets the counts of other instances that a watch has taken and not merged.</summary>
    public SavedCounts[] OthersFor(RolloutWatch watch) => TakenFor?.Watch == watch ? Array.ConvertAll(Others, static other => other.Counts) : [];

    private sealed record Reading(RolloutCheckpoint[] Checkpoints, bool IsTaken);
}

/// <summary>What another instance counted.</summary>
/// <param name="Head">Its checkpoint, without the content.</param>
/// <param name="Counts">The counts.</param>
internal sealed record OtherCounts(RolloutCheckpoint Head, SavedCounts Counts);

/// <summary>A journal's end: the last entry's number and hash. The default value is the end of an empty one.</summary>
internal sealed record JournalMark(long Sequence, string? Hash);
