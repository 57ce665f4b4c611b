using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Testing.Drills;

/// <summary>A store whose process can die at an append: from then on it does nothing any more, as a process that is gone.</summary>
internal sealed class FaultyStore(FileRolloutStore files) : IRolloutStore, IDisposable
{
    private (RolloutEntryKind Kind, bool IsWritten)? _point;
    private IReadOnlyList<RolloutCheckpoint>? _checkpoints;

    public bool IsShared => files.IsShared;

    public bool IsDead { get; private set; }

    public IReadOnlyList<RolloutStoreDamage> Damages => files.Damages;

    /// <summary>Lets the process die at the next append of a kind: before the entry is written, or after it is and before anybody knows.</summary>
    public void DieAt(RolloutEntryKind kind, bool isWritten) => _point = (kind, isWritten);

    /// <summary>Lets the process die now: the operating system takes the lease back.</summary>
    public void Die()
    {
        IsDead = true;
        files.Dispose();
    }

    public ValueTask<IRolloutLease?> TryAcquireLeaseAsync(string holder, CancellationToken cancellationToken) => Alive().TryAcquireLeaseAsync(holder, cancellationToken);

    public ValueTask<string?> ReadHolderAsync(CancellationToken cancellationToken) => Alive().ReadHolderAsync(cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => Alive().ListAsync(cancellationToken);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string flag, long afterSequence, CancellationToken cancellationToken) =>
        Alive().ReadAsync(flag, afterSequence, cancellationToken);

    public async ValueTask AppendAsync(RolloutJournalEntry entry, CancellationToken cancellationToken)
    {
        if (_point is { } point && point.Kind == entry.Kind)
        {
            if (point.IsWritten)
            {
                await Alive().AppendAsync(entry, cancellationToken).ConfigureAwait(false);
            }

            Die();
        }

        await Alive().AppendAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask WriteCheckpointAsync(string flag, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Alive().WriteCheckpointAsync(flag, name, content, cancellationToken);

    /// <summary>Reads the files once: no other process writes them, and reading one's own megabytes at each look would be most of a drill's time.</summary>
    public async ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, CancellationToken cancellationToken) =>
        _checkpoints ??= await Alive().ReadCheckpointsAsync(flag, cancellationToken).ConfigureAwait(false);

    public ValueTask DeleteCheckpointAsync(string flag, RolloutCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        _checkpoints = null;
        return Alive().DeleteCheckpointAsync(flag, checkpoint, cancellationToken);
    }

    public void Dispose() => files.Dispose();

    private FileRolloutStore Alive() => IsDead ? throw new IOException("The process died.") : files;
}
