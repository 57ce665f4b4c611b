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
    private const int UndefinedId = CounterRow.PageSize;
    private const int NotReadyId = UndefinedId + 1;

    /// <summary>The row that this thread wrote last.</summary>
    [ThreadStatic]
    private static CounterRow? t_row;

    /// <summary>All rows of this thread, one for each gate.</summary>
    [ThreadStatic]
    private static ThreadRow? t_rows;

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
        // The first page's numbers stand for nothing. Unknown names are counted together: callers may ask for any number of them.
        var nothing = new CounterSeries("", null, DecisionReason.Error, DecisionError.General);
        for (int id = 0; id < UndefinedId; id++)
        {
            _series.Add(nothing);
        }

        _series.Add(new CounterSeries("", null, DecisionReason.Error, DecisionError.FlagNotFound));
        _series.Add(new CounterSeries("", null, DecisionReason.Error, DecisionError.NotReady));
    }

    /// <summary>Gets the number of rows: one for each living thread that counted, and for each scope that was open at once.</summary>
    public int RowCount
    {
        get
        {
            lock (_lock)
            {
                return _rows.Count;
            }
        }
    }

    /// <summary>Gets the number of these counters in the process, from 1.</summary>
    public int Id => _id;

    /// <summary>Gets the row that this thread wrote last, where it is one of the counters of that number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CounterRow? RowOf(int countersId) => t_row is { } row && row.CountersId == countersId ? row : null;

    /// <summary>Counts a decision, where this thread has counted it before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCount(CompiledDecision decision) => RowOf(_id) is { } row && row.TryIncrement(decision.CounterId);

    /// <summary>Counts a decision, in the thread's row where none is given.</summary>
    public void Count(CompiledDecision decision, CounterRow? row = null) => (row ?? RowOfThread()).Increment(IdOf(decision));

    /// <summary>Counts a decision of a flag that is not defined.</summary>
    public void CountMissing(bool isReady) => RowOfThread().Increment(isReady ? UndefinedId : NotReadyId);

    /// <summary>Gets the counter of a decision, giving it one if it has none.</summary>
    public int IdOf(CompiledDecision decision)
    {
        int id = decision.CounterNumber;
        if (id == 0)
        {
            id = IdOf(SeriesOf(decision));
            Volatile.Write(ref decision.CounterId, decision.IsMeasured ? -id : id);
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
            for (int id = UndefinedId; id < totals.Length; id++)
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

    /// <summary>Adds the counts of a row that nobody writes any more to the totals.</summary>
    internal void Fold(CounterRow row)
    {
        lock (_lock)
        {
            Array.Resize(ref _folded, _series.Count);
            row.AddTo(_folded);
            _rows.Remove(row);
        }
    }

    private static CounterSeries SeriesOf(CompiledDecision decision) => new(
        decision.Flag?.Name ?? "",
        decision.Variant?.Name,
        decision.Reason,
        decision.Error,
        decision is { Reason: DecisionReason.Rollout, HasBucket: true });

    private CounterRow AddRow()
    {
        var row = new CounterRow(_id);
        lock (_lock)
        {
            _rows.Add(row);
        }

        return row;
    }

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

    /// <summary>Finds this thread's row, or adds it.</summary>
    private CounterRow RowOfThread()
    {
        if (t_row is not { } row || row.CountersId != _id)
        {
            t_row = row = ThreadRow.Find(t_rows, _id) ?? AddThreadRow();
        }

        return row;
    }

    private CounterRow AddThreadRow()
    {
        CounterRow row = AddRow();
        t_rows = new ThreadRow(this, row, ThreadRow.WithoutDead(t_rows));
        return row;
    }
}
