using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>What one rollout knows of its checkpoints: what was read, what was taken from it, what was written.</summary>
internal sealed class RunCheckpoints
{
    private IReadOnlyList<RolloutCheckpoint>? _read;

    /// <summary>Gets the journal's end as the last controller's checkpoint knows it; <see langword="null"/> before checkpoints could be read.</summary>
    public JournalMark? Mark { get; private set; }

    /// <summary>Gets or sets the counts of other instances, as last taken.</summary>
    public byte[][] Others { get; set; } = [];

    /// <summary>Gets the counts of other instances for an attempt.</summary>
    public byte[][] OthersFor(int attempt) => TakenFor?.Attempt == attempt ? Others : [];

    /// <summary>Gets or sets for which attempt, and whether as the one who controls, the evidence of before was taken.</summary>
    public (int Attempt, bool IsControlling)? TakenFor { get; set; }

    /// <summary>Gets or sets whether the last read was one of the process that controls.</summary>
    public bool ReadFor { get; set; }

    /// <summary>Gets or sets the journal's end that the last written checkpoint knows; <see langword="null"/> where none has been written, or the last failed.</summary>
    public JournalMark? Written { get; set; }

    /// <summary>Gets or sets why checkpoints could not be read.</summary>
    public string? ReadError { get; set; }

    /// <summary>Gets or sets why a checkpoint could not be written.</summary>
    public string? WriteError { get; set; }

    /// <summary>Gets or sets what was read and could not be understood.</summary>
    public string? Damage { get; set; }

    public string? Error => ReadError ?? WriteError ?? Damage;

    /// <summary>Gets what watches a rollout, once what a process of the same name counted before was taken: a checkpoint replaces that.</summary>
    public RolloutWatch? WatchIfTaken(RolloutRun run) => TakenFor?.Attempt == run.Watch?.Attempt ? run.Watch : null;

    /// <summary>Puts down what was read, for the next step to take.</summary>
    public void Put(IReadOnlyList<RolloutCheckpoint> read, JournalMark mark)
    {
        Mark = mark;
        Volatile.Write(ref _read, read);
    }

    /// <summary>Takes what was read since the last time.</summary>
    public IReadOnlyList<RolloutCheckpoint>? Take() => Interlocked.Exchange(ref _read, null);
}

/// <summary>A journal's end: the last entry's number and hash. The default value is the end of an empty one.</summary>
internal sealed record JournalMark(long Sequence, string? Hash);
