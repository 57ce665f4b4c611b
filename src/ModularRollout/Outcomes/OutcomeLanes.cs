using System.Runtime.CompilerServices;

namespace ModularRollout.Outcomes;

/// <summary>The lanes of all threads that write to one recorder: each thread finds its own without a lock.</summary>
internal sealed class OutcomeLanes<T>
    where T : struct
{
    /// <summary>The lane that this thread wrote last.</summary>
    [ThreadStatic]
    private static OutcomeLane<T>? t_lane;

    /// <summary>All lanes of this thread, one for each recorder.</summary>
    [ThreadStatic]
    private static OutcomeLane<T>? t_first;

    private static int s_lastId;

    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly WeakReference<OutcomeLanes<T>> _self;
    private readonly ChunkPool<T> _pool;
    private OutcomeLane<T>? _first;

    /// <summary>Makes lanes whose chunks hold so many items, of which so many full ones may wait for the reader.</summary>
    public OutcomeLanes(int chunkLength, int mostWaitingChunks)
    {
        _self = new WeakReference<OutcomeLanes<T>>(this);
        _pool = new ChunkPool<T>(chunkLength, mostWaitingChunks);
    }

    /// <summary>Gets the number of lanes: one for each thread that has written and not ended before the last drain.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (OutcomeLane<T>? lane = Volatile.Read(ref _first); lane is not null; lane = lane.NextOfOwner)
            {
                count++;
            }

            return count;
        }
    }

    /// <inheritdoc cref="OutcomeLane{T}.TryAdd"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(in T item, out bool isFull)
    {
        OutcomeLane<T>? lane = t_lane;
        return (lane is not null && lane.OwnerId == _id ? lane : LaneOfThread()).TryAdd(item, out isFull);
    }

    /// <summary>Takes everything from all lanes; called by one thread at a time.</summary>
    public void Drain(ILaneReader<T> reader)
    {
        OutcomeLane<T>? before = null;
        for (OutcomeLane<T>? lane = Volatile.Read(ref _first); lane is not null; lane = lane.NextOfOwner)
        {
            // Asked first: what a thread wrote before it ended is then seen by the drain.
            bool hasEnded = !lane.IsAlive;
            lane.Drain(reader);
            if (!hasEnded || !TryRemove(lane, before))
            {
                before = lane;
            }
        }
    }

    /// <summary>Only the drain takes lanes out; others only put new ones in front.</summary>
    private bool TryRemove(OutcomeLane<T> lane, OutcomeLane<T>? before)
    {
        if (before is not null)
        {
            before.NextOfOwner = lane.NextOfOwner;
        }
        else if (Interlocked.CompareExchange(ref _first, lane.NextOfOwner, lane) != lane)
        {
            return false;
        }

        lane.End();
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private OutcomeLane<T> LaneOfThread()
    {
        OutcomeLane<T>? lane = t_first;
        while (lane is not null && lane.OwnerId != _id)
        {
            lane = lane.NextOfThread;
        }

        return t_lane = lane ?? AddLane();
    }

    private OutcomeLane<T> AddLane()
    {
        var lane = new OutcomeLane<T>(_pool, _id, _self) { NextOfThread = WithoutDead(t_first) };
        t_first = lane;
        OutcomeLane<T>? first = Volatile.Read(ref _first);
        while (true)
        {
            lane.NextOfOwner = first;
            OutcomeLane<T>? seen = Interlocked.CompareExchange(ref _first, lane, first);
            if (seen == first)
            {
                return lane;
            }

            first = seen;
        }
    }

    /// <summary>Takes the lanes of recorders that are gone out of a thread's list.</summary>
    private static OutcomeLane<T>? WithoutDead(OutcomeLane<T>? first)
    {
        OutcomeLane<T>? living = null;
        for (OutcomeLane<T>? lane = first; lane is not null;)
        {
            OutcomeLane<T>? next = lane.NextOfThread;
            if (lane.IsOwned)
            {
                lane.NextOfThread = living;
                living = lane;
            }

            lane = next;
        }

        return living;
    }
}
