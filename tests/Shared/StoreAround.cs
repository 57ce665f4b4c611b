using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests;

/// <summary>A store in memory, parts of which a test does otherwise.</summary>
internal class StoreAround : IRolloutStore
{
    private readonly MemoryRolloutStore _inner = new();

    public bool IsShared => _inner.IsShared;

    public ValueTask<IRolloutLease?> TryAcquireLeaseAsync(string holder, CancellationToken cancellationToken) => _inner.TryAcquireLeaseAsync(holder, cancellationToken);

    public ValueTask<string?> ReadHolderAsync(CancellationToken cancellationToken) => _inner.ReadHolderAsync(cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string flag, long afterSequence, CancellationToken cancellationToken) => _inner.ReadAsync(flag, afterSequence, cancellationToken);

    public virtual ValueTask AppendAsync(RolloutJournalEntry entry, CancellationToken cancellationToken) => _inner.AppendAsync(entry, cancellationToken);

    public ValueTask WriteCheckpointAsync(string flag, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _inner.WriteCheckpointAsync(flag, name, content, cancellationToken);

    public ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, CancellationToken cancellationToken) => _inner.ReadCheckpointsAsync(flag, cancellationToken);
}
