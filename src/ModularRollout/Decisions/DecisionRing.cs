using System.Numerics;

namespace ModularRollout.Decisions;

/// <summary>A ring that many threads write and one reads, without a lock. When it is full, or closed, what comes is refused.</summary>
/// <remarks>
/// Each cell has a turn: equal to a position, it may be written by who claimed that position; one more, it may be read; the next lap's, it is free again.
/// </remarks>
internal sealed class DecisionRing<T>
{
    private const long Closed = long.MinValue;

    private readonly Cell[] _cells;
    private readonly int _mask;
    private long _tail;
    private long _head;

    public DecisionRing(int capacity)
    {
        _cells = new Cell[(int)BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _mask = _cells.Length - 1;
        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i].Turn = i;
        }
    }

    /// <summary>Gets how many items have been accepted and not been taken.</summary>
    public long Count => (Volatile.Read(ref _tail) & ~Closed) - Volatile.Read(ref _head);

    /// <summary>Gets whether the oldest item can be taken; one that is still being written cannot.</summary>
    public bool CanTake
    {
        get
        {
            long head = Volatile.Read(ref _head);
            return Volatile.Read(ref _cells[(int)head & _mask].Turn) == head + 1;
        }
    }

    public bool TryAdd(in T item)
    {
        long tail = Volatile.Read(ref _tail);
        while (tail >= 0)
        {
            ref Cell cell = ref _cells[(int)tail & _mask];
            long turn = Volatile.Read(ref cell.Turn);
            if (turn < tail)
            {
                return false;
            }

            long seen = turn == tail ? Interlocked.CompareExchange(ref _tail, tail + 1, tail) : Volatile.Read(ref _tail);
            if (turn == tail && seen == tail)
            {
                cell.Item = item;
                Volatile.Write(ref cell.Turn, tail + 1);
                return true;
            }

            tail = seen;
        }

        return false;
    }

    /// <summary>Takes the oldest item that has been written; called by one thread at a time.</summary>
    public bool TryTake(out T item)
    {
        ref Cell cell = ref _cells[(int)_head & _mask];
        if (Volatile.Read(ref cell.Turn) != _head + 1)
        {
            item = default!;
            return false;
        }

        item = cell.Item;
        cell.Item = default!;
        Volatile.Write(ref cell.Turn, _head + _cells.Length);
        Volatile.Write(ref _head, _head + 1);
        return true;
    }

    /// <summary>Refuses what comes from now on; what has been accepted can still be taken.</summary>
    public void Close() => Interlocked.Or(ref _tail, Closed);

    private struct Cell
    {
        public long Turn;
        public T Item;
    }
}
