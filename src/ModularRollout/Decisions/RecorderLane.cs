namespace ModularRollout.Decisions;

/// <summary>One recorder, its ring, and the work that empties it: queued when something comes, gone when the ring is empty.</summary>
/// <remarks>Every decision is accounted for once: handed to the recorder, or dropped.</remarks>
internal sealed class RecorderLane : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Working = 1;

    private readonly IDecisionRecorder _recorder;
    private readonly DecisionRing<JournalEntry> _ring;
    private readonly DecisionRecord[] _batch;
    private readonly RecordMaker _maker;
    private readonly RecorderLog _log;
    private readonly object _takeLock = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _stop;
    private volatile int _state;
    private volatile bool _isClosed;
    private volatile bool _isAbandoned;
    private long _handed;
    private long _failed;
    private long _dropped;

    public RecorderLane(IDecisionRecorder recorder, string name, DecisionJournalOptions options, RecordMaker maker, RecorderLog log, CancellationToken stop)
    {
        _recorder = recorder;
        _ring = new DecisionRing<JournalEntry>(options.Capacity);
        _batch = new DecisionRecord[options.BatchSize];
        _maker = maker;
        _log = log;
        _stop = stop;
        Name = name;
    }

    public string Name { get; }

    /// <summary>Gets how many records the recorder got, how many of its batches' records it threw at, and how many it never saw: no room, too late, left at the end.</summary>
    public (long Delivered, long Failed, long Dropped) Outcomes
    {
        get
        {
            long failed = Volatile.Read(ref _failed);
            return (Volatile.Read(ref _handed) - failed, failed, Volatile.Read(ref _dropped));
        }
    }

    /// <summary>Takes a decision in, on the path of its caller: no lock, no waiting.</summary>
    public void Add(in JournalEntry entry)
    {
        if (_ring.TryAdd(entry))
        {
            Wake();
        }
        else
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Takes nothing in any more, and returns a task that completes when the recorder has got all that came before.</summary>
    public Task CloseAsync()
    {
        _ring.Close();
        _isClosed = true;
        Wake();
        return _drained.Task;
    }

    /// <summary>Waits no longer: what is still in the ring is dropped. Without effect when there is nothing to wait for.</summary>
    public void Abandon()
    {
        if (_drained.Task.IsCompleted || Interlocked.Exchange(ref _isAbandoned, true))
        {
            return;
        }

        long left;
        lock (_takeLock)
        {
            left = _ring.Count;
        }

        Interlocked.Add(ref _dropped, left);
        _log.Abandoned(left);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _ = DrainAsync();

    private void Wake()
    {
        // The entry must be in the ring before the state is read; the lane, for its part, becomes idle before it looks at the ring.
        Interlocked.MemoryBarrier();
        if (_state == Idle && Interlocked.CompareExchange(ref _state, Working, Idle) == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task DrainAsync()
    {
        do
        {
            for (int count = Take(); count > 0; count = Take())
            {
                await HandOverAsync(count).ConfigureAwait(false);
            }

            _log.Dropped(Volatile.Read(ref _dropped));
            if (_isClosed && _ring.Count == 0)
            {
                _drained.TrySetResult();
            }

            _state = Idle;
            Interlocked.MemoryBarrier();
        }
        while (!_isAbandoned && _ring.CanTake && Interlocked.CompareExchange(ref _state, Working, Idle) == Idle);
    }

    private int Take()
    {
        lock (_takeLock)
        {
            int count = 0;
            while (!_isAbandoned && count < _batch.Length && _ring.TryTake(out JournalEntry entry))
            {
                _batch[count++] = _maker.Make(entry);
            }

            return count;
        }
    }

    private async Task HandOverAsync(int count)
    {
        Interlocked.Add(ref _handed, count);
        try
        {
            await _recorder.RecordAsync(_batch.AsMemory(0, count), _stop).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.Add(ref _failed, count);
            _log.Failed(exception, count);
        }

        _batch.AsSpan(0, count).Clear();
    }
}
