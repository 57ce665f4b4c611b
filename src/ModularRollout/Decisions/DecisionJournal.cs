using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ModularRollout.Decisions;

/// <summary>Hands every decision to every recorder, each through a lane of its own.</summary>
internal sealed class DecisionJournal : IDisposable, IAsyncDisposable
{
    private const string RecorderName = "modular_rollout.recorder";
    private const string OutcomeName = "modular_rollout.outcome";

    private readonly RecordMaker _maker;
    private readonly RecorderLane[] _lanes;
    private readonly TimeSpan _flushTimeout;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();

    public DecisionJournal(DecisionJournalOptions options, byte[]? secret, TimeProvider clock, ILogger logger)
    {
        _maker = new RecordMaker(options, secret, clock);
        _flushTimeout = options.FlushTimeout;
        _clock = clock;
        _lanes = new RecorderLane[options.Recorders.Count];
        for (int i = 0; i < _lanes.Length; i++)
        {
            string name = NameOf(options.Recorders[i], i);
            _lanes[i] = new RecorderLane(options.Recorders[i], name, options, _maker, new RecorderLog(name, clock, logger), _stop.Token);
        }
    }

    public ReadOnlySpan<RecorderLane> Lanes => _lanes;

    public void Add(in Decision decision, in EvaluationContext context)
    {
        JournalEntry entry = _maker.Note(decision, context);
        foreach (RecorderLane lane in _lanes)
        {
            lane.Add(entry);
        }
    }

    /// <summary>Says what became of the records: the outcomes of one recorder add up to the decisions made, but for what is on its way.</summary>
    public List<Measurement<long>> Measure(KeyValuePair<string, object?>[] set)
    {
        var measurements = new List<Measurement<long>>(_lanes.Length * 3);
        foreach (RecorderLane lane in _lanes)
        {
            (long delivered, long failed, long dropped) = lane.Outcomes;
            measurements.Add(Of(delivered, lane.Name, "delivered", set));
            measurements.Add(Of(failed, lane.Name, "failed", set));
            measurements.Add(Of(dropped, lane.Name, "dropped", set));
        }

        return measurements;
    }

    public void Dispose()
    {
        if (!Task.WaitAll(Close(), _flushTimeout))
        {
            Abandon();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(Close()).WaitAsync(_flushTimeout, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Abandon();
        }
    }

    private static Measurement<long> Of(long count, string recorder, string outcome, KeyValuePair<string, object?>[] set) =>
        new(count, [new(RecorderName, recorder), new(OutcomeName, outcome), .. set]);

    /// <summary>Recorders of one name would hide each other's measurements.</summary>
    private string NameOf(IDecisionRecorder recorder, int index)
    {
        string? name;
        try
        {
            name = recorder.Name;
        }
        catch (Exception)
        {
            name = null;
        }

        name ??= recorder.GetType().Name;
        for (int i = 0; i < index; i++)
        {
            if (_lanes[i].Name == name)
            {
                return $"{name}#{index}";
            }
        }

        return name;
    }

    private Task[] Close() => Array.ConvertAll(_lanes, static lane => lane.CloseAsync());

    private void Abandon()
    {
        foreach (RecorderLane lane in _lanes)
        {
            lane.Abandon();
        }

        // Not disposed: a recorder that hangs may still hold the token.
        _ = _stop.CancelAsync();
    }
}
