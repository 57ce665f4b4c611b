using System.Runtime.CompilerServices;
using ModularRollout.Snapshots;

namespace ModularRollout.Decisions;

/// <summary>Counts every decision of one gate exactly, per flag, variant, reason and error, without sharing a line between threads.</summary>
/// <remarks>
/// Each thread writes a row of its own, which a scope remembers; the row of a thread that ended is folded into totals.
/// A snapshot swap loses nothing: a series belongs to the gate. What is read while others count is exact, series by series, as of some moment.
/// </remarks>
internal sealed class DecisionCounters
{
    private const int UndefinedId = 1;
    private const int NotReadyId = 2;

    [ThreadStatic]
    private static ThreadRow? t_row;
    private static int s_lastId;

    private readonly object _lock = new();
    private readonly Dictionary<CounterSeries, int> _ids = [];
    private readonly List<CounterSeries> _series = [];
    private readonly List<CounterRow> _rows = [];
    private long[] _folded = [];

    public DecisionCounters()
    {
        // Number 0 means "no counter yet". Unknown names are counted together: callers may ask for any number of them.
        _series.Add(new CounterSeries("", null, DecisionReason.Error, DecisionError.General));
        _series.Add(new CounterSeries("", null, DecisionReason.Error, DecisionError.FlagNotFound));
        _series.Add(new CounterSeries("", null, DecisionReason.Error, DecisionError.NotReady));
    }

    /// <summary>Gets the number by which a thread finds its row for this gate.</summary>
    public int Id { get; } = Interlocked.Increment(ref s_lastId);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(CompiledDecision decision)
    {
        int id = decision.CounterId;
        if (t_row is { } row && row.CountersId == Id && id != 0)
        {
            row.Row.Increment(id);
            return;
        }

        CountFirst(decision);
    }

    /// <summary>Counts a decision of a flag that is not defined.</summary>
    public void CountMissing(bool isReady) => OfThread().Row.Increment(isReady ? UndefinedId : NotReadyId);

    /// <summary>Gets the counter of a decision, giving it one if it has none.</summary>
    public int IdOf(CompiledDecision decision)
    {
        int id = Volatile.Read(ref decision.CounterId);
        if (id == 0)
        {
            id = IdOf(SeriesOf(decision));
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

    /// <summary>Finds this thread's row, or adds it, and puts it in front of the thread's rows for other gates.</summary>
    public ThreadRow OfThread()
    {
        ThreadRow? before = null;
        for (ThreadRow? row = t_row; row is not null; before = row, row = row.Next)
        {
            if (row.CountersId == Id)
            {
                row.MoveToFront(before, ref t_row);
                return row;
            }
        }

        var added = new ThreadRow(this, AddRow(), ThreadRow.WithoutDead(t_row));
        t_row = added;
        return added;
    }

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
        var row = new CounterRow();
        lock (_lock)
        {
            _rows.Add(row);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountFirst(CompiledDecision decision) => OfThread().Row.Increment(IdOf(decision));

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
}
