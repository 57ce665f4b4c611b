using System.Runtime.CompilerServices;

namespace ModularRollout.Outcomes;

/// <summary>What one thread writes and one reader takes, in order: chunks in a row, the last one still being filled.</summary>
/// <remarks>An item is written before the count that makes it valid, and a reader never goes back: each item is read once, also while more are written.</remarks>
internal sealed class OutcomeLane<T>
    where T : struct
{
    private readonly ChunkPool<T> _pool;
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly WeakReference<OutcomeLanes<T>> _owner;
    private LaneChunk<T> _tail;
    private LaneChunk<T> _head;
    private int _taken;

    public OutcomeLane(ChunkPool<T> pool, int ownerId, WeakReference<OutcomeLanes<T>> owner)
    {
        _pool = pool;
        _owner = owner;
        OwnerId = ownerId;
        _head = _tail = pool.Rent();
    }

    /// <summary>Gets the number of the lanes to which this one belongs: a reference would keep them alive as long as the thread.</summary>
    public int OwnerId { get; }

    /// <summary>Gets whether anybody can still read the lane.</summary>
    public bool IsOwned => _owner.TryGetTarget(out _);

    /// <summary>Gets whether the thread may still write.</summary>
    public bool IsAlive => _thread.IsAlive;

    /// <summary>Gets or sets the next lane of the same thread.</summary>
    public OutcomeLane<T>? NextOfThread { get; set; }

    /// <summary>Gets or sets the next lane of the same owner.</summary>
    public OutcomeLane<T>? NextOfOwner { get; set; }

    /// <summary>Adds an item; called by the lane's thread alone.</summary>
    /// <param name="item">The item.</param>
    /// <param name="isFull">Whether a chunk is full now, and the reader had better come.</param>
    /// <returns>False where there is no room.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(in T item, out bool isFull)
    {
        LaneChunk<T> chunk = _tail;
        int count = chunk.Count;
        if (count == chunk.Items.Length)
        {
            return TryAddToNext(item, out isFull);
        }

        chunk.Items[count] = item;
        Volatile.Write(ref chunk.Count, count + 1);
        isFull = count + 1 == chunk.Items.Length;
        return true;
    }

    /// <summary>Takes everything that has been added; called by one thread at a time.</summary>
    public void Drain(ILaneReader<T> reader)
    {
        while (true)
        {
            LaneChunk<T> chunk = _head;
            TakeFrom(chunk, reader);
            if (_taken < chunk.Items.Length || Volatile.Read(ref chunk.Next) is not { } next)
            {
                return;
            }

            _head = next;
            _taken = 0;
            _pool.Return(chunk);
        }
    }

    /// <summary>Gives the last chunk back, once the thread has ended and all has been taken.</summary>
    public void End() => _pool.Keep(_head);

    private void TakeFrom(LaneChunk<T> chunk, ILaneReader<T> reader)
    {
        int first = _taken;
        int count = Volatile.Read(ref chunk.Count);
        if (first < count)
        {
            Span<T> items = chunk.Items.AsSpan(first, count - first);
            _taken = count;
            reader.Read(items);
            if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            {
                items.Clear();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryAddToNext(in T item, out bool isFull)
    {
        isFull = true;
        if (_pool.TryRentNext() is not { } next)
        {
            return false;
        }

        next.Items[0] = item;
        next.Count = 1;
        isFull = next.Items.Length == 1;
        Volatile.Write(ref _tail.Next, next);
        _tail = next;
        return true;
    }
}
