using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Stores;

/// <summary>Calls a store on threads of the pool: one that blocks its caller must not block a rollback, nor a look.</summary>
internal sealed class BackgroundStore(IRolloutStore store) : IRolloutStore
{
    public bool IsShared => store.IsShared;

    public IReadOnlyList<RolloutStoreDamage> Damages => store.Damages;

    public ValueTask<IRolloutLease?> TryAcquireLeaseAsync(string holder, CancellationToken cancellationToken) =>
        new(Task.Run(() => store.TryAcquireLeaseAsync(holder, cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask<string?> ReadHolderAsync(CancellationToken cancellationToken) =>
        new(Task.Run(() => store.ReadHolderAsync(cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        new(Task.Run(() => store.ListAsync(cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string flag, long afterSequence, CancellationToken cancellationToken) =>
        new(Task.Run(() => store.ReadAsync(flag, afterSequence, cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask AppendAsync(RolloutJournalEntry entry, CancellationToken cancellationToken) =>
        new(Task.Run(() => store.AppendAsync(entry, cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask WriteCheckpointAsync(string flag, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        new(Task.Run(() => store.WriteCheckpointAsync(flag, name, content, cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, CancellationToken cancellationToken) =>
        new(Task.Run(() => store.ReadCheckpointsAsync(flag, cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, IReadOnlyList<RolloutCheckpoint> known, CancellationToken cancellationToken) =>
        new(Task.Run(() => store.ReadCheckpointsAsync(flag, known, cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask DeleteCheckpointAsync(string flag, RolloutCheckpoint checkpoint, CancellationToken cancellationToken) =>
        new(Task.Run(() => store.DeleteCheckpointAsync(flag, checkpoint, cancellationToken).AsTask(), CancellationToken.None));
}
