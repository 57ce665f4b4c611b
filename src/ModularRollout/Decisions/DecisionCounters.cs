using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ModularRollout.Snapshots;

namespace ModularRollout.Decisions;

/// <summary>Counts every decision of one gate exactly, per flag, variant, reason and error, without sharing a line between threads.</summary>
/// <remarks>
/// Each thread writes a row of its own, and so does each scope; the row of a thread that ended is folded into totals, that of a scope goes to the
/// next scope. A snapshot swap loses nothing: a series belongs to the gate. What is read while others count is exact, series by series, as of some moment.
/// </remarks>
internal sealed class DecisionCounters
{
    private const int UndefinedId = 1;
    private const int NotReadyId = 2;

    [ThreadStatic]
    private static ThreadRow? t_row;
    private static int s_lastId;

    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly object _lock = new();
    private readonly Dictionary<CounterSeries, int> _ids = [];
    private readonly List<CounterSeries> _series = [];
    private readonly List<CounterRow> _rows = [];
    private readonly ConcurrentBag<CounterRow> _scopeRows = [];
    private long[] _folded = [];

    public DecisionCounters()
    {
        // Number 0 means "no counter yet". Unknown names are counted together: callers may ask for any number of them.
        _series.Add(new CounterSeries("", null, DecisionReason.Error, DecisionError.General));
        _series.Add(new CounterSeries("", null, DecisionReason.Error, DecisionError.FlagNotFound));
        _series.Add(new CounterSeries("", null, DecisionReason.Error, DecisionError.NotReady));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(CompiledDecision decision)
    {
        int id = decision.CounterId;
        if (t_row is { } row && row.CountersId == _id && id != 0)
        {
            row.Row.Increment(id);
            return;
        }

        CountFirst(decision);
    }

    /// <summary>Counts a decision of a flag that is not defined.</summary>
    public void CountMissing(bool isReady) => RowOfThread().Increment(isReady ? UndefinedId : NotReadyId);

    /// <summary>Gets the counter of a decision, giving it one if it has none.</summary>
    public int IdOf(CompiledDecision decision)
    {
        int id = Volatile.Read(ref decision.CounterId);
        if (id == 0)
        {
            id = IdOf(new CounterSeries(decision.Flag?.Name ?? "", decision.Variant?.Name, decision.Reason, decision.Error));
            Volatile.Write(ref decision.CounterId, id);
        }

        return id;
    }

    /// <summary>Reads every series that has ever been counted.</summary>
    public List<KeyValuePair<CounterSeries, long>> Read()
    {
        lock (_lock)
        {
            long[] totals = new long[_series.Count];
            _folded.CopyTo(totals, 0);
            foreach (CounterRow row in _rows)
            {
                row.AddTo(totals);
            }

            var read = new List<KeyValuePair<CounterSeries, long>>(totals.Length);
            for (int id = 1; id < totals.Length; id++)
            {
                if (totals[id] > 0)
                {
                    read.Add(new KeyValuePair<CounterSeries, long>(_series[id], totals[id]));
                }
            }

            return read;
        }
    }

    /// <summary>Hands out a row for one scope, whose only writer is the caller's thread.</summary>
    public CounterRow Rent() => _scopeRows.TryTake(out CounterRow? row) ? row : AddRow();

    /// <summary>Takes a scope's row back; it keeps its counts.</summary>
    public void Return(CounterRow row) => _scopeRows.Add(row);

    private CounterRow AddRow()
    {
        var row = new CounterRow();
        lock (_lock)
        {
            _rows.Add(row);
        }

        return row;
    }

    private void Fold(CounterRow row)
    {
        lock (_lock)
        {
            Array.Resize(ref _folded, _series.Count);
            row.AddTo(_folded);
            _rows.Remove(row);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountFirst(CompiledDecision decision) => RowOfThread().Increment(IdOf(decision));

    private int IdOf(CounterSeries series)
    {
        lock (_lock)
        {
            if (!_ids.TryGetValue(series, out int id))
            {
                id = _series.Count;
                _series.Add(series);
                _ids.Add(series, id);
            }

            return id;
        }
    }

    /// <summary>Finds this thread's row, or adds it, and puts it in front of the rows for other gates.</summary>
    private CounterRow RowOfThread()
    {
        ThreadRow? before = null;
        for (ThreadRow? row = t_row; row is not null; before = row, row = row.Next)
        {
            if (row.CountersId == _id)
            {
                row.MoveToFront(before, ref t_row);
                return row.Row;
            }
        }

        t_row = new ThreadRow(this, AddRow(), ThreadRow.WithoutDead(t_row));
        return t_row.Row;
    }

    /// <summary>A thread's hold on its row: when the thread has ended, nothing holds it any more, and the row is folded.</summary>
    private sealed class ThreadRow
    {
        private readonly WeakReference<DecisionCounters> _counters;

        public ThreadRow(DecisionCounters counters, CounterRow row, ThreadRow? next)
        {
            _counters = new WeakReference<DecisionCounters>(counters);
            CountersId = counters._id;
            Row = row;
            Next = next;
        }

        ~ThreadRow()
        {
            if (_counters.TryGetTarget(out DecisionCounters? counters))
            {
                counters.Fold(Row);
            }
        }

        public int CountersId { get; }

        public CounterRow Row { get; }

        public ThreadRow? Next { get; private set; }

        public static ThreadRow? WithoutDead(ThreadRow? first)
        {
            while (first is not null && !first._counters.TryGetTarget(out _))
            {
                first = first.Next;
            }

            for (ThreadRow? row = first; row?.Next is not null;)
            {
                if (row.Next._counters.TryGetTarget(out _))
                {
                    row = row.Next;
                }
                else
                {
                    row.Next = row.Next.Next;
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
    }
}
