using System.Runtime.CompilerServices;
using ModularRollout.Decisions;
using ModularRollout.Definitions;
using ModularRollout.Evaluation;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Decides feature flags for one application, from live definitions.</summary>
public sealed class FeatureGate : IFeatureGate
{
    private readonly SnapshotPublisher _publisher;
    private readonly DecisionTelemetry _telemetry = new();
    private FeatureSnapshot _current;

    private FeatureGate()
    {
        _publisher = new SnapshotPublisher(this, TimeProvider.System, []);
        _current = _publisher.Current;
    }

    /// <summary>Gets the snapshot in force: itself a gate that stays as it is.</summary>
    public FeatureSnapshot Current => Volatile.Read(ref _current);

    internal FlagDirectory Directory { get; } = new();

    internal DecisionCounters Counters { get; } = new();

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
    public Decision Decide(FlagKey flag, in EvaluationContext context) =>
        Decide(Volatile.Read(ref _current), flag, context, new ThreadCounter(Counters));

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context) =>
        Decide(Volatile.Read(ref _current), flag, context, new ThreadCounter(Counters));

    /// <summary>Pins the snapshot in force for one piece of work and counts its decisions in a row of its own.</summary>
    /// <returns>A scope to be disposed when the work is done.</returns>
    public FeatureScope OpenScope() => new(this, Current, Counters);

    /// <summary>Decides a flag by its key. What is warm and needs no walk is decided here; anything else takes the full way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Decision Decide<TCounter>(FeatureSnapshot snapshot, FlagKey flag, in EvaluationContext context, TCounter counter)
        where TCounter : struct, IDecisionCounter
    {
        if (flag is not null && flag.Slot is var slot && ReferenceEquals(slot.Directory, Directory)
            && Quick(snapshot, slot, context, out ulong hash) is { } decision
            && flag.Accepts(decision.Types) && !_telemetry.IsObserved && counter.TryCount(decision))
        {
            return new Decision(decision, hash, snapshot);
        }

        return DecideFully(snapshot, flag, flag is null ? null : Directory.Bind(flag), flag?.Name, context, counter);
    }

    /// <summary>Decides a flag by its name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Decision Decide<TCounter>(FeatureSnapshot snapshot, string flag, in EvaluationContext context, TCounter counter)
        where TCounter : struct, IDecisionCounter
    {
        FlagSlot? slot = flag is null ? null : Directory.Find(flag);
        if (slot is not null && Quick(snapshot, slot, context, out ulong hash) is { } decision
            && !_telemetry.IsObserved && counter.TryCount(decision))
        {
            return new Decision(decision, hash, snapshot);
        }

        return DecideFully(snapshot, null, slot, flag, context, counter);
    }

    /// <summary>Decides without a walk: a flag that serves one variant, or is nothing but a split by targeting key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CompiledDecision? Quick(FeatureSnapshot snapshot, FlagSlot slot, in EvaluationContext context, out ulong hash)
    {
        hash = 0;
        if (snapshot.Find(slot) is not { } flag || slot.Killed || context.Forced is not null)
        {
            return null;
        }

        if (flag.Split is { } split && context.KeyHash != 0)
        {
            hash = KeyHash.Mix(context.KeyHash, split.Folded);
            return split.Pick(hash);
        }

        return flag.Constant;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Decision DecideFully<TCounter>(
        FeatureSnapshot snapshot, FlagKey? key, FlagSlot? slot, string? name, in EvaluationContext context, TCounter counter)
        where TCounter : struct, IDecisionCounter
    {
        Decision decision;
        if (slot is null || snapshot.Find(slot) is not { } flag)
        {
            decision = snapshot.Missing(name ?? "");
            Counters.CountMissing(snapshot.Version > 0);
        }
        else
        {
            CompiledDecision compiled = Walk(snapshot, slot, flag, context, out ulong hash);
            compiled = key is null || key.Accepts(compiled.Types) ? compiled : Fit(key, flag, compiled);
            counter.Count(compiled);
            decision = new Decision(compiled, hash, snapshot);
        }

        if (_telemetry.IsObserved)
        {
            _telemetry.Observe(decision, context);
        }

        return decision;
    }

    private static CompiledDecision Walk(FeatureSnapshot snapshot, FlagSlot slot, CompiledFlag flag, in EvaluationContext context, out ulong hash)
    {
        NoTrace trace = default;
        hash = 0;
        return slot.Killed ? flag.Rare.Disabled : FlagEvaluator.Evaluate(flag, context, snapshot, ref trace, out hash);
    }

    /// <summary>Binds the variant's value to the key's type, where that needs metadata.</summary>
    private static CompiledDecision Fit(FlagKey key, CompiledFlag flag, CompiledDecision decision) =>
        decision.Variant is { } variant && !key.Binds(variant) ? flag.Rare.TypeMismatch : decision;
}
