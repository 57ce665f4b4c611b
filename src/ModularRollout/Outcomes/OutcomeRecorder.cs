using System.Runtime.CompilerServices;

namespace ModularRollout.Outcomes;

/// <summary>Takes the outcomes of one gate's decisions from all threads, and hands them to who counts them.</summary>
/// <remarks>
/// <para>Each thread writes a lane of its own. Whoever fills a chunk has the pool drain all lanes, one drain at a time; nobody who records ever waits. A drain takes each record
/// exactly once, those of half-filled chunks and of threads that have ended included.</para>
/// <para>If drains fall behind, at most <see cref="MostWaitingChunks"/> full chunks wait, 10 MiB; what comes then is dropped and counted, for its reader to say that it does not know.</para>
/// </remarks>
internal sealed class OutcomeRecorder : IThreadPoolWorkItem, ILaneReader<OutcomeRecord>, ILaneReader<ActivityRecord>, IDisposable
{
    public const int ChunkLength = 1024;
    public const int MostWaitingChunks = 256;

    /// <summary>Short, because these hold on to activities.</summary>
    public const int ActivityChunkLength = 64;

    private readonly object _drainLock = new();
    private readonly OutcomeLanes<OutcomeRecord> _lanes = new(ChunkLength, MostWaitingChunks);
    private readonly OutcomeLanes<ActivityRecord> _activityLanes = new(ActivityChunkLength, MostWaitingChunks);
    private readonly RootActivities _activities;
    private readonly Dictionary<int, OutcomeChannel> _channels = [];
    private readonly Action<Exception> _failed;
    private readonly Action<OutcomeChannel, OutcomeRecord> _handOne;
    private int _lastId;
    private int _isQueued;
    private bool _isDisposed;

    public OutcomeRecorder(TimeProvider clock, Action<Exception> failed)
    {
        Clock = clock;
        _failed = failed;
        _activities = new RootActivities(clock);
        _handOne = (channel, record) => Hand(channel, new ReadOnlySpan<OutcomeRecord>(in record));
    }

    public TimeProvider Clock { get; }

    /// <summary>Gets the number of threads that have a lane.</summary>
    public int LaneCount => _lanes.Count;

    /// <summary>Opens a channel for the outcomes of one stretch; it stays open for pinned snapshots until its reader is closed.</summary>
    /// <param name="reader">Who takes the outcomes.</param>
    /// <param name="stretch">The stretch, as the reader numbers them.</param>
    /// <param name="measuresActivities">Whether outcomes are those of activities.</param>
    /// <returns>The sink of the stretch's decisions.</returns>
    public OutcomeChannel Open(IOutcomeReader reader, int stretch, bool measuresActivities = false)
    {
        lock (_drainLock)
        {
            var channel = new OutcomeChannel(this, ++_lastId, reader, stretch, measuresActivities);
            if (_isDisposed)
            {
                channel.Close();
            }
            else
            {
                _channels.Add(channel.Id, channel);
            }

            return channel;
        }
    }

    /// <summary>Closes the channels of a reader; what it has not been handed is forgotten.</summary>
    public void Close(IOutcomeReader reader)
    {
        lock (_drainLock)
        {
            foreach ((int id, OutcomeChannel channel) in _channels)
            {
                if (ReferenceEquals(channel.Reader, reader))
                {
                    channel.Close();
                    _channels.Remove(id);
                }
            }

            _activities.Forget(reader);
        }
    }

    /// <summary>Hands over everything that was recorded before the call, exactly once, and perhaps more.</summary>
    public void Drain()
    {
        lock (_drainLock)
        {
            long now = Clock.GetTimestamp();
            _lanes.Drain(this);
            _activityLanes.Drain(this);
            _activities.Take(now, _handOne);
            foreach (OutcomeChannel channel in _channels.Values)
            {
                Settle(channel, now);
            }
        }
    }

    public void Dispose()
    {
        lock (_drainLock)
        {
            _isDisposed = true;
            foreach (OutcomeChannel channel in _channels.Values)
            {
                channel.Close();
                _activities.Forget(channel.Reader);
            }

            _channels.Clear();
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _isQueued, 0);
        Drain();
    }

    /// <inheritdoc/>
    void ILaneReader<OutcomeRecord>.Read(ReadOnlySpan<OutcomeRecord> items)
    {
        while (!items.IsEmpty)
        {
            int id = items[0].Channel;
            int run = 1;
            while (run < items.Length && items[run].Channel == id)
            {
                run++;
            }

            if (_channels.TryGetValue(id, out OutcomeChannel? channel))
            {
                Hand(channel, items[..run]);
            }

            items = items[run..];
        }
    }

    /// <inheritdoc/>
    void ILaneReader<ActivityRecord>.Read(ReadOnlySpan<ActivityRecord> items)
    {
        foreach (ref readonly ActivityRecord item in items)
        {
            if (_channels.TryGetValue(item.Channel, out OutcomeChannel? channel))
            {
                _activities.Await(channel, item);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryAdd(in OutcomeRecord record)
    {
        bool isAdded = _lanes.TryAdd(record, out bool isFull);
        if (isFull)
        {
            QueueDrain();
        }

        return isAdded;
    }

    internal bool TryAdd(in ActivityRecord record)
    {
        bool isAdded = _activityLanes.TryAdd(record, out bool isFull);
        if (isFull)
        {
            QueueDrain();
        }

        return isAdded;
    }

    private void QueueDrain()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Hand(OutcomeChannel channel, ReadOnlySpan<OutcomeRecord> records)
    {
        try
        {
            channel.Reader.Read(channel.Stretch, records);
        }
        catch (Exception exception)
        {
            // Evidence that cannot be counted is evidence that is missing; whoever recorded it must not notice.
            channel.Drop(records.Length);
            _failed(exception);
        }
    }

    private static void Settle(OutcomeChannel channel, long now)
    {
        (long dropped, long unmeasured) = channel.TakeLost();
        if (dropped > 0 || unmeasured > 0)
        {
            channel.Reader.Lose(channel.Stretch, dropped, unmeasured);
        }

        channel.Reader.Settle(now);
    }
}
