using System.Runtime.InteropServices;

namespace ModularRollout.Decisions;

/// <summary>A thread's hold on its row of one gate's counts: when the thread has ended, nothing holds this any more, and the row is folded into the totals.</summary>
/// <remarks>The counters are held weakly, by a handle that is still valid in the finalizer: a weak reference or table may have been finalized before.</remarks>
internal sealed class ThreadRow
{
    private readonly CounterRow _row;
    private WeakGCHandle<DecisionCounters> _counters;
    private ThreadRow? _next;

    public ThreadRow(DecisionCounters counters, CounterRow row, ThreadRow? next)
    {
        _row = row;
        _next = next;
        _counters = new WeakGCHandle<DecisionCounters>(counters);
    }

    ~ThreadRow()
    {
        if (_counters.IsAllocated)
        {
            if (_counters.TryGetTarget(out DecisionCounters? counters))
            {
                counters.Fold(_row);
            }

            _counters.Dispose();
        }
    }

    /// <summary>Finds a gate's row among those of a thread.</summary>
    public static CounterRow? Find(ThreadRow? first, int countersId)
    {
        for (ThreadRow? row = first; row is not null; row = row._next)
        {
            if (row._row.CountersId == countersId)
            {
                return row._row;
            }
        }

        return null;
    }

    /// <summary>Takes the rows of gates that are gone out of a thread's list.</summary>
    public static ThreadRow? WithoutDead(ThreadRow? first)
    {
        ThreadRow? living = null;
        for (ThreadRow? row = first; row is not null;)
        {
            ThreadRow? next = row._next;
            if (row._counters.TryGetTarget(out _))
            {
                row._next = living;
                living = row;
            }

            row = next;
        }

        return living;
    }
}
