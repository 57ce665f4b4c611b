using ModularRollout.Decisions;

namespace ModularRollout;

/// <summary>Pins a gate's snapshot for one piece of work, such as a request, and keeps its thread's row of counts at hand.</summary>
/// <remarks>
/// Safe to use and to dispose from any thread; fastest on the thread that opened it. Open one per request or hub invocation, never per connection,
/// and dispose it when the work is done; a scope that has been disposed still decides, and counts.
/// </remarks>
public sealed class FeatureScope : IFeatureGate, IDisposable
{
    private readonly FeatureGate _gate;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private ThreadRow? _row;

    internal FeatureScope(FeatureGate gate, FeatureSnapshot snapshot)
    {
        _gate = gate;
        Snapshot = snapshot;
        _row = gate.Counters.OfThread();
    }

    /// <summary>Gets the snapshot that decides in this scope.</summary>
    public FeatureSnapshot Snapshot { get; }

    /// <inheritdoc/>
    public Decision Decide(FlagKey flag, in EvaluationContext context)
    {
        if (_row is not { } row || Environment.CurrentManagedThreadId != _thread)
        {
            return _gate.DecideIn(Snapshot, flag, context);
        }

        Decision decision = _gate.DecideIn(Snapshot, flag, context, row.Row);

        // The number of a thread that ended may be this thread's now: its row must not be folded before this decision is counted.
        GC.KeepAlive(row);
        return decision;
    }

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context) => _gate.DecideIn(Snapshot, flag, context);

    /// <summary>Ends the scope: it lets go of its row of counts.</summary>
    public void Dispose() => _row = null;
}
