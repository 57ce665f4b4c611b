using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>A store around another that throws, hangs, loses acknowledgements or tells old news, as it is told.</summary>
internal sealed class FaultyStore(IRolloutStore inner) : IRolloutStore
{
    private readonly object _lock = new();
    private TaskCompletionSource _healed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IRolloutLease? _lease;
    private int? _stale;

    /// <summary>Gets or sets the calls that throw before they do anything.</summary>
    public StoreCalls Throws { get; set; }

    /// <summary>Gets or sets the calls that throw after they did everything: their acknowledgement is lost.</summary>
    public StoreCalls LosesAnswers { get; set; }

    /// <summary>Gets or sets the calls that do not go on before the store is healed.</summary>
    public StoreCalls Hangs { get; set; }

    /// <summary>Gets or sets whether hanging calls block the thread that makes them.</summary>
    public bool BlocksThreads { get; set; }

    /// <summary>Gets or sets the calls that hang only once they have done everything.</summary>
    public StoreCalls HangsAfter { get; set; }

    /// <summary>Gets or sets whether a lease is given though somebody holds one: two processes control at once.</summary>
    public bool SharesLease { get; set; }

    /// <summary>Gets or sets whether everything is read each time, as of a store that knows no versions.</summary>
    public bool KnowsNoVersions { get; set; }

    /// <summary>Gets or sets whether checkpoints stay, as in a store that cannot remove them.</summary>
    public bool DeletesNothing { get; set; }

    public bool IsShared { get; init; } = inner.IsShared;

    public IReadOnlyList<RolloutStoreDamage> Damages => inner.Damages;

    public IRolloutStore Inner => inner;

    /// <summary>Gets a task that completes when a call hangs, or hangs already.</summary>
    public Task Hung => Volatile.Read(ref _called).Task;

    /// <summary>Ends every fault, and lets go on what hangs.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            (Throws, LosesAnswers, Hangs, HangsAfter, _stale) = (StoreCalls.None, StoreCalls.None, StoreCalls.None, StoreCalls.None, null);
            Release();
        }
    }

    /// <summary>Lets go on what hangs by now, long after its callers were told that it took too long; later calls hang as before.</summary>
    public void Release()
    {
        lock (_lock)
        {
            Interlocked.Exchange(ref _called, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Interlocked.Exchange(ref _healed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    /// <summary>From now on reads give no more than so many entries.</summary>
    public void ShowOnly(int entries) => _stale = entries;

    /// <summary>Ends the lease as the end of its process does, and everything this process still wants of the store.</summary>
    public async Task CrashAsync()
    {
        Throws = StoreCalls.All;
        if (_lease is { } lease)
        {
            await lease.DisposeAsync();
        }
    }

    public async ValueTask<IRolloutLease?> TryAcquireLeaseAsync(string holder, CancellationToken cancellationToken)
    {
        await BeforeAsync(StoreCalls.Acquire);
        IRolloutLease? lease = await inner.TryAcquireLeaseAsync(holder, cancellationToken) ?? (SharesLease ? new StolenLease(holder) : null);
        _lease = lease ?? _lease;
        await AfterAsync(StoreCalls.Acquire);
        return lease;
    }

    public ValueTask<string?> ReadHolderAsync(CancellationToken cancellationToken) => inner.ReadHolderAsync(cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string flag, long afterSequence, CancellationToken cancellationToken)
    {
        await BeforeAsync(StoreCalls.Read);
        IReadOnlyList<ReadOnlyMemory<byte>> lines = await inner.ReadAsync(flag, afterSequence, cancellationToken);
        await AfterAsync(StoreCalls.Read);
        return _stale is { } most ? [.. lines.Take((int)Math.Max(0, most - afterSequence))] : lines;
    }

    public async ValueTask AppendAsync(RolloutJournalEntry entry, CancellationToken cancellationToken)
    {
        await BeforeAsync(StoreCalls.Append);
        await inner.AppendAsync(entry, CancellationToken.None);
        await AfterAsync(StoreCalls.Append);
    }

    public async ValueTask WriteCheckpointAsync(string flag, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await BeforeAsync(StoreCalls.WriteCheckpoint);
        await inner.WriteCheckpointAsync(flag, name, content, cancellationToken);
        await AfterAsync(StoreCalls.WriteCheckpoint);
    }

    public async ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, CancellationToken cancellationToken)
    {
        await BeforeAsync(StoreCalls.ReadCheckpoints);
        IReadOnlyList<RolloutCheckpoint> read = await inner.ReadCheckpointsAsync(flag, cancellationToken);
        await AfterAsync(StoreCalls.ReadCheckpoints);
        return read;
    }

    public async ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, IReadOnlyList<RolloutCheckpoint> known, CancellationToken cancellationToken)
    {
        await BeforeAsync(StoreCalls.ReadCheckpoints);
        IReadOnlyList<RolloutCheckpoint> read = await inner.ReadCheckpointsAsync(flag, KnowsNoVersions ? [] : known, cancellationToken);
        await AfterAsync(StoreCalls.ReadCheckpoints);
        return read;
    }

    public async ValueTask DeleteCheckpointAsync(string flag, RolloutCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        await BeforeAsync(StoreCalls.DeleteCheckpoint);
        await (DeletesNothing ? ValueTask.CompletedTask : inner.DeleteCheckpointAsync(flag, checkpoint, cancellationToken));
        await AfterAsync(StoreCalls.DeleteCheckpoint);
    }

    private async Task BeforeAsync(StoreCalls call)
    {
        await HangAsync(() => Hangs & call);
        if ((Throws & call) != 0)
        {
            throw new IOException("No space left on device.");
        }
    }

    private async Task AfterAsync(StoreCalls call)
    {
        await HangAsync(() => HangsAfter & call);
        if ((LosesAnswers & call) != 0)
        {
            throw new IOException("The connection was lost.");
        }
    }

    private Task HangAsync(Func<StoreCalls> hanging)
    {
        Task healed;
        lock (_lock)
        {
            if (hanging() == StoreCalls.None)
            {
                return Task.CompletedTask;
            }

            healed = _healed.Task;
            _called.TrySetResult();
        }

        if (BlocksThreads)
        {
            healed.Wait();
        }

        return healed;
    }

    private sealed class StolenLease(string holder) : IRolloutLease
    {
        public string Holder => holder;

        public bool IsHeld => true;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
