using ModularRollout.Decisions;

namespace ModularRollout;

/// <summary>Pins a gate's snapshot for one piece of work, such as a request, and counts its decisions in a row of its own.</summary>
/// <remarks>
/// For one flow of work at a time: it may go on on another thread, as after an <c>await</c>, but branches that run in parallel each open their own
/// (or use <see cref="Snapshot"/>, which any number of threads may share). Open one per request or hub invocation, never per connection, and
/// dispose it when the work is done: its counts then stay, and its row serves the next scope. A disposed scope still decides.
/// </remarks>
public sealed class FeatureScope : IFeatureGate, IDisposable
{
    private readonly FeatureGate _gate;
    private CounterRow? _row;

    internal FeatureScope(FeatureGate gate, FeatureSnapshot snapshot, CounterRow row)
    {
        _gate = gate;
        Snapshot = snapshot;
        _row = row;
    }

    /// <summary>Gets the snapshot that decides in this scope.</summary>
    public FeatureSnapshot Snapshot { get; }

    /// <inheritdoc/>
    public Decision Decide(FlagKey flag, in EvaluationContext context)
    {
        CounterRow? row = _row;
        return _gate.Quick(Snapshot, flag, context, out ulong hash) is { } decision && row is not null && row.TryIncrement(decision.CounterId)
            ? new Decision(decision, hash, Snapshot)
            : _gate.DecideFully(Snapshot, flag, context, row);
    }

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context)
    {
        CounterRow? row = _row;
        return _gate.Quick(Snapshot, flag, context, out ulong hash) is { } decision && row is not null && row.TryIncrement(decision.CounterId)
            ? new Decision(decision, hash, Snapshot)
            : _gate.DecideFully(Snapshot, flag, context, row);
    }

    /// <summary>Ends the scope.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _row, null) is { } row)
        {
            _gate.Counters.Return(row);
        }
    }
}
