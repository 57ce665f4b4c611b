using System.Runtime.CompilerServices;
using ModularRollout.Decisions;
using ModularRollout.Evaluation;
using ModularRollout.Snapshots;

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

    /// <summary>The row, where decisions may be counted without being shown.</summary>
    private CounterRow? _quietRow;

    internal FeatureScope(FeatureGate gate, FeatureSnapshot snapshot, CounterRow row, bool isQuiet)
    {
        _gate = gate;
        Snapshot = snapshot;
        _row = row;
        _quietRow = isQuiet ? row : null;
    }

    /// <summary>Gets the snapshot that decides in this scope.</summary>
    public FeatureSnapshot Snapshot { get; }

    /// <inheritdoc/>
    public Decision Decide(FlagKey flag, in EvaluationContext context)
    {
        FeatureSnapshot snapshot = Snapshot;
        return _gate.Find(snapshot, flag) is not { } compiled
            ? _gate.DecideFully(snapshot, flag, context, _row)
            : FlagDecider.Quick(compiled, context, out ulong hash) is { } decision && flag.Accepts(decision.Types)
                && _gate.TryCountQuietly(decision, _quietRow)
            ? new Decision(decision, hash, snapshot)
            : Walk(compiled, flag, context);
    }

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context)
    {
        FeatureSnapshot snapshot = Snapshot;
        return _gate.Find(snapshot, flag) is not { } compiled
            ? _gate.DecideFully(snapshot, flag, context, _row)
            : FlagDecider.Quick(compiled, context, out ulong hash) is { } decision && _gate.TryCountQuietly(decision, _quietRow)
            ? new Decision(decision, hash, snapshot)
            : Walk(compiled, null, context);
    }

    /// <summary>Ends the scope.</summary>
    public void Dispose()
    {
        _quietRow = null;
        if (Interlocked.Exchange(ref _row, null) is { } row)
        {
            _gate.Counters.Return(row);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Decision Walk(CompiledFlag compiled, FlagKey? flag, in EvaluationContext context) => _gate.Walk(Snapshot, compiled, flag, context, _row);
}
