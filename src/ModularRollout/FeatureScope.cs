using ModularRollout.Decisions;

namespace ModularRollout;

/// <summary>Pins a gate's snapshot for one piece of work, such as a request, and counts its decisions in a row of its own.</summary>
/// <remarks>
/// Safe to use from any thread; fastest on the thread that opened it. Open one per request or hub invocation, never per connection, and dispose it when the work is done;
/// a scope that has been disposed still decides.
/// </remarks>
public sealed class FeatureScope : IFeatureGate, IDisposable
{
    private readonly FeatureGate _gate;
    private readonly CounterRow _row;
    private int _thread;

    internal FeatureScope(FeatureGate gate, FeatureSnapshot snapshot, CounterRow row)
    {
        _gate = gate;
        Snapshot = snapshot;
        _row = row;
        _thread = Environment.CurrentManagedThreadId;
    }

    /// <summary>Gets the snapshot that decides in this scope.</summary>
    public FeatureSnapshot Snapshot { get; }

    /// <inheritdoc/>
    public Decision Decide(FlagKey flag, in EvaluationContext context) =>
        Environment.CurrentManagedThreadId == _thread ? _gate.DecideIn(Snapshot, flag, context, _row) : _gate.DecideIn(Snapshot, flag, context);

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context) => _gate.DecideIn(Snapshot, flag, context);

    /// <summary>Ends the scope: its row of counts goes to the next one.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _thread, 0) != 0)
        {
            _gate.Counters.Return(_row);
        }
    }
}
