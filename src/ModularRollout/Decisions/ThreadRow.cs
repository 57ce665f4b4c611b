using System.Runtime.InteropServices;

namespace ModularRollout.Decisions;

/// <summary>A thread's hold on its row of one gate's counts: when neither the thread nor a scope holds it any more, the row is folded into the totals.</summary>
/// <remarks>The gate is held weakly, by a handle that is still valid in the finalizer (a <see cref="WeakReference{T}"/> may have been finalized before).</remarks>
internal sealed class ThreadRow
{
    private readonly WeakGCHandle<DecisionCounters> _counters;

    public ThreadRow(DecisionCounters counters, CounterRow row, ThreadRow? next)
    {
        _counters = new WeakGCHandle<DecisionCounters>(counters);
        CountersId = counters.Id;
        Row = row;
        Next = next;
    }

    ~ThreadRow()
    {
        if (_counters.TryGetTarget(out DecisionCounters? counters))
        {
            counters.Fold(Row);
        }

        _counters.Dispose();
    }

    public int CountersId { get; }

    public CounterRow Row { get; }

    /// <summary>Gets the same thread's row for another gate.</summary>
    public ThreadRow? Next { get; private set; }

    /// <summary>Takes the rows of gates that are gone out of a thread's list.</summary>
    public static ThreadRow? WithoutDead(ThreadRow? first)
    {
        while (first is not null && first.IsDead)
        {
            first = first.Next;
        }

        for (ThreadRow? row = first; row?.Next is { } next;)
        {
            if (next.IsDead)
            {
                row.Next = next.Next;
            }
            else
            {
                row = next;
            }
        }

        return first;
    }

    public void MoveToFront(ThreadRow? before, ref ThreadRow? first)
    {
        if (before is not null)
        {
            before.Next = Next;
            Next = first;
            first = this;
        }
    }

    private bool IsDead => !_counters.TryGetTarget(out _);
}
