using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
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

    private FeatureGate(DecisionTelemetryOptions telemetry, TimeProvider clock, ILogger? logger)
    {
        _publisher = new SnapshotPublisher(this, clock, []);
        _current = _publisher.Current;
        _telemetry = new DecisionTelemetry(this, telemetry, clock, logger);
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
    public static FeatureGate FromJson(ReadOnlySpan<byte> utf8Json) => FromJson(utf8Json, new DecisionTelemetryOptions(), TimeProvider.System, null);

    internal static FeatureGate FromJson(ReadOnlySpan<byte> utf8Json, DecisionTelemetryOptions telemetry, TimeProvider clock, ILogger? logger)
    {
        var gate = new FeatureGate(telemetry, clock, logger);
        CompiledLayer layer = gate._publisher.Compile(new FlagPayload("1", utf8Json.ToArray()), new DefinitionReadOptions());
        if (layer.Document.HasErrors || gate._publisher.Publish([layer], static layer => layer, out DefinitionDiagnostic[] diagnostics) is null)
        {
            throw new DefinitionException(layer.Document.Diagnostics);
        }

        gate._current = gate._publisher.Current;
        return gate;
    }

    /// <inheritdoc/>
    public Decision Decide(FlagKey flag, in EvaluationContext context)
    {
        FeatureSnapshot snapshot = Volatile.Read(ref _current);
        return Quick(snapshot, flag, context, out ulong hash) is { } decision && Counters.TryCount(decision)
            ? new Decision(decision, hash, snapshot)
            : DecideFully(snapshot, flag, context, null);
    }

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context)
    {
        FeatureSnapshot snapshot = Volatile.Read(ref _current);
        return Quick(snapshot, flag, context, out ulong hash) is { } decision && Counters.TryCount(decision)
            ? new Decision(decision, hash, snapshot)
            : DecideFully(snapshot, flag, context, null);
    }

    /// <summary>Pins the snapshot in force for one piece of work and counts its decisions in a row of its own.</summary>
    /// <returns>A scope to be disposed when the work is done.</returns>
    public FeatureScope OpenScope() => new(this, Current, Counters.Rent());

    /// <summary>Ends the gate's telemetry; the gate still decides.</summary>
    public void Dispose() => _telemetry.Dispose();

    /// <inheritdoc cref="Dispose"/>
    /// <returns>A task that completes when what was recorded has been handed over, or time is up.</returns>
    public ValueTask DisposeAsync() => _telemetry.DisposeAsync();

    /// <summary>Decides by key what needs no walk, is of the key's type, and is observed by nobody; not counted yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CompiledDecision? Quick(FeatureSnapshot snapshot, FlagKey? flag, in EvaluationContext context, out ulong hash)
    {
        hash = 0;
        return flag is not null && flag.Slot is var slot && ReferenceEquals(slot.Directory, Directory)
            && Quick(snapshot, slot, context, out hash) is { } decision && flag.Accepts(decision.Types) && !_telemetry.IsObserved
            ? decision
            : null;
    }

    /// <summary>Decides by name what needs no walk and is observed by nobody; not counted yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CompiledDecision? Quick(FeatureSnapshot snapshot, string? flag, in EvaluationContext context, out ulong hash)
    {
        hash = 0;
        return flag is not null && Directory.Find(flag) is { } slot && Quick(snapshot, slot, context, out hash) is { } decision && !_telemetry.IsObserved
            ? decision
            : null;
    }

    /// <summary>Decides by key, counts and shows the decision, whatever it takes.</summary>
    /// <param name="snapshot">The snapshot that decides.</param>
    /// <param name="flag">The key.</param>
    /// <param name="context">The subject.</param>
    /// <param name="row">The row to count in; <see langword="null"/> for the thread's.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal Decision DecideFully(FeatureSnapshot snapshot, FlagKey? flag, in EvaluationContext context, CounterRow? row)
    {
        if (flag is null || Directory.Bind(flag) is not { } slot || snapshot.Find(slot) is not { } compiled)
        {
            return Missing(snapshot, flag?.Name, context);
        }

        CompiledDecision decision = Walk(snapshot, slot, compiled, context, out ulong hash);
        if (!flag.Accepts(decision.Types))
        {
            decision = Fit(flag, compiled, decision);
        }

        return Finish(snapshot, decision, hash, context, row);
    }

    /// <summary>Decides by name, counts and shows the decision, whatever it takes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal Decision DecideFully(FeatureSnapshot snapshot, string? flag, in EvaluationContext context, CounterRow? row)
    {
        if (flag is null || Directory.Find(flag) is not { } slot || snapshot.Find(slot) is not { } compiled)
        {
            return Missing(snapshot, flag, context);
        }

        CompiledDecision decision = Walk(snapshot, slot, compiled, context, out ulong hash);
        return Finish(snapshot, decision, hash, context, row);
    }

    /// <summary>Decides a flag that serves one variant, or is nothing but a split by targeting key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CompiledDecision? Quick(FeatureSnapshot snapshot, FlagSlot slot, in EvaluationContext context, out ulong hash)
    {
        hash = 0;
        if (snapshot.Find(slot) is not { } flag || slot.Killed || context.Forced is not null)
        {
            return null;
        }

        if (flag.Split is { } split && context.KeyHash is not 0 and var key)
        {
            hash = KeyHash.Mix(key, split.Folded);
            return split.Pick(hash);
        }

        return flag.Constant;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CompiledDecision Walk(FeatureSnapshot snapshot, FlagSlot slot, CompiledFlag flag, in EvaluationContext context, out ulong hash)
    {
        NoTrace trace = default;
        hash = 0;
        return slot.Killed ? flag.Rare.Disabled : FlagEvaluator.Evaluate(flag, context, snapshot, ref trace, out hash);
    }

    /// <summary>Binds the variant's value to the key's type, where that needs metadata.</summary>
    private static CompiledDecision Fit(FlagKey key, CompiledFlag flag, CompiledDecision decision) =>
        decision.Variant is { } variant && !key.Binds(variant) ? flag.Rare.TypeMismatch : decision;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Decision Finish(FeatureSnapshot snapshot, CompiledDecision compiled, ulong hash, in EvaluationContext context, CounterRow? row)
    {
        if (!(row is null ? Counters.TryCount(compiled) : row.TryIncrement(compiled.CounterId)))
        {
            Counters.Count(compiled, row);
        }

        return _telemetry.IsObserved ? Show(new Decision(compiled, hash, snapshot), context) : new Decision(compiled, hash, snapshot);
    }

    private Decision Show(in Decision decision, in EvaluationContext context)
    {
        _telemetry.Observe(decision, context);
        return decision;
    }

    private Decision Missing(FeatureSnapshot snapshot, string? flag, in EvaluationContext context)
    {
        _telemetry.Undefined(snapshot, flag ?? "");
        Decision decision = snapshot.Missing(flag ?? "");
        Counters.CountMissing(snapshot.Version > 0);
        if (_telemetry.IsObserved)
        {
            _telemetry.Observe(decision, context);
        }

        return decision;
    }
}
