using System.Runtime.CompilerServices;
using ModularRollout.Decisions;
using ModularRollout.Definitions;
using ModularRollout.Evaluation;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Decides feature flags for one application, from live definitions.</summary>
public sealed class FeatureGate : IFeatureGate, IDisposable, IAsyncDisposable
{
    private readonly SnapshotPublisher _publisher;
    private readonly DecisionTelemetry _telemetry;
    private FeatureSnapshot _current;

    private FeatureGate()
    {
        _publisher = new SnapshotPublisher(this, TimeProvider.System, []);
        _current = _publisher.Current;
        _telemetry = new DecisionTelemetry(this, new DecisionTelemetryOptions(), TimeProvider.System);
    }

    /// <summary>Gets the snapshot in force: itself a gate that stays as it is.</summary>
    public FeatureSnapshot Current => Volatile.Read(ref _current);

    internal FlagDirectory Directory { get; } = new();

    internal DecisionCounters Counters { get; } = new();

    internal DecisionTelemetry Telemetry => _telemetry;

    /// <summary>Creates a gate from one document that never changes.</summary>
    /// <param name="utf8Json">The definition document.</param>
    /// <returns>A gate that is ready.</returns>
    /// <exception cref="DefinitionException">The document has errors; the exception lists every one.</exception>
    public static FeatureGate FromJson(ReadOnlySpan<byte> utf8Json)
    {
        var gate = new FeatureGate();
        CompiledLayer layer = gate._publisher.Compile(new FlagPayload("1", utf8Json.ToArray()), new DefinitionReadOptions());
        if (layer.Document.HasErrors || gate._publisher.Publish([layer], static layer => layer, out DefinitionDiagnostic[] diagnostics) is null)
        {
            throw new DefinitionException(layer.Document.Diagnostics);
        }

        gate._current = gate._publisher.Current;
        return gate;
    }

    /// <inheritdoc/>
    public Decision Decide(FlagKey flag, in EvaluationContext context) => DecideIn(Volatile.Read(ref _current), flag, context);

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context) => DecideIn(Volatile.Read(ref _current), flag, context);

    /// <summary>Pins the snapshot in force for one piece of work and keeps its thread's row of counts at hand.</summary>
    /// <returns>A scope to be disposed when the work is done.</returns>
    public FeatureScope OpenScope() => new(this, Current);

    /// <summary>Ends the gate's telemetry; the gate still decides.</summary>
    public void Dispose() => _telemetry.Dispose();

    /// <inheritdoc cref="Dispose"/>
    /// <returns>A task that completes when what was recorded has been handed over, or time is up.</returns>
    public ValueTask DisposeAsync() => _telemetry.DisposeAsync();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Decision DecideIn(FeatureSnapshot snapshot, FlagKey flag, in EvaluationContext context, CounterRow? row = null)
    {
        FlagSlot? slot = flag?.Slot;
        if (slot is null || !ReferenceEquals(slot.Directory, Directory))
        {
            slot = Bind(flag);
        }

        if (slot is null || snapshot.Find(slot) is not { } compiled)
        {
            return Missing(snapshot, flag?.Name, context);
        }

        CompiledDecision decision = Evaluate(slot, compiled, context, snapshot, out ulong hash);
        if (!flag!.Accepts(decision.Types))
        {
            decision = Fit(flag, compiled, decision);
        }

        return Finish(snapshot, decision, hash, context, row);
    }

    internal Decision DecideIn(FeatureSnapshot snapshot, string flag, in EvaluationContext context)
    {
        if (flag is null || Directory.Find(flag) is not { } slot || snapshot.Find(slot) is not { } compiled)
        {
            return Missing(snapshot, flag, context);
        }

        CompiledDecision decision = Evaluate(slot, compiled, context, snapshot, out ulong hash);
        return Finish(snapshot, decision, hash, context, null);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CompiledDecision Evaluate(
        FlagSlot slot, CompiledFlag flag, in EvaluationContext context, FeatureSnapshot snapshot, out ulong hash)
    {
        hash = 0;
        return flag.Constant is { } constant && !slot.Killed && context.Forced is null
            ? constant
            : Walk(slot, flag, context, snapshot, out hash);
    }

    private static CompiledDecision Walk(
        FlagSlot slot, CompiledFlag flag, in EvaluationContext context, FeatureSnapshot snapshot, out ulong hash)
    {
        NoTrace trace = default;
        hash = 0;
        return slot.Killed ? flag.Rare.Disabled : FlagEvaluator.Evaluate(flag, context, snapshot, ref trace, out hash);
    }

    /// <summary>Checks that the variant's value is of the key's type, or binds to it.</summary>
    private static CompiledDecision Fit(FlagKey key, CompiledFlag flag, CompiledDecision decision) =>
        decision.Variant is { } variant && (key.Json is null || !key.Binds(variant)) ? flag.Rare.TypeMismatch : decision;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Decision Finish(FeatureSnapshot snapshot, CompiledDecision compiled, ulong hash, in EvaluationContext context, CounterRow? row)
    {
        if (row is not null && compiled.CounterId is not 0 and var id)
        {
            row.Increment(id);
        }
        else
        {
            Counters.Count(compiled);
        }

        var decision = new Decision(compiled, hash, snapshot);
        if (_telemetry.IsObserved)
        {
            _telemetry.Observe(decision, context);
        }

        return decision;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FlagSlot? Bind(FlagKey? flag) => flag is null ? null : Directory.Bind(flag);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Decision Missing(FeatureSnapshot snapshot, string? flag, in EvaluationContext context)
    {
        Counters.CountMissing(snapshot.Version > 0);
        _telemetry.Undefined(snapshot, flag ?? "");
        Decision decision = snapshot.Missing(flag ?? "");
        if (_telemetry.IsObserved)
        {
            _telemetry.Observe(decision, context);
        }

        return decision;
    }
}
