using System.Collections.Concurrent;
using ModularRollout.Testing.Gates;

namespace ModularRollout.Testing;

/// <summary>A gate that serves what a test says, and remembers what it was asked and what became of it.</summary>
/// <remarks>
/// <para>Thread-safe. What is set is seen by everybody at once; what is overridden only by the asynchronous flow that overrides it, and by what that flow starts: tests that run side by side with one
/// gate do not see each other's. A flag that is neither decides <see cref="DecisionError.FlagNotFound"/>, and typed keys give their fallbacks, as with a real gate.</para>
/// <para>The outcomes of its decisions are kept in <see cref="Outcomes"/>.</para>
/// </remarks>
public sealed class FakeFeatureGate : IFeatureGate
{
    private readonly ConcurrentDictionary<string, ServedDecision> _flags = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RecordedDecision> _decisions = new();
    private readonly AsyncLocal<FlowOverride?> _overrides = new();
    private readonly TimeProvider _clock;

    /// <summary>Creates a gate without flags, whose switches measure by the system's clock.</summary>
    public FakeFeatureGate()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Creates a gate without flags.</summary>
    /// <param name="timeProvider">The clock by which switches measure.</param>
    public FakeFeatureGate(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _clock = timeProvider;
    }

    /// <summary>Gets what was asked and told, in order.</summary>
    public IReadOnlyList<RecordedDecision> Decisions => [.. _decisions];

    /// <summary>Gets the outcomes that were recorded under the gate's decisions.</summary>
    public OutcomeLog Outcomes { get; } = new();

    /// <summary>Serves a value to everybody.</summary>
    /// <typeparam name="T">The value's type. A <see cref="bool"/> is served as variant <c>on</c> or <c>off</c>, anything else as <c>value</c>.</typeparam>
    /// <param name="flag">The flag's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>This gate.</returns>
    public FakeFeatureGate Set<T>(string flag, T value) => Serve(Decision.Of(flag, value));

    /// <summary>Serves a value to everybody.</summary>
    /// <typeparam name="T">The key's type.</typeparam>
    /// <param name="flag">The flag's key.</param>
    /// <param name="value">The value.</param>
    /// <returns>This gate.</returns>
    public FakeFeatureGate Set<T>(FlagKey<T> flag, T value)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return Set(flag.Name, value);
    }

    /// <summary>Serves a variant to everybody, whose value is its name. One that is called <c>off</c> is not enabled.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="variant">The variant's name.</param>
    /// <returns>This gate.</returns>
    public FakeFeatureGate SetVariant(string flag, string variant) => Serve(OfVariant(flag, variant));

    /// <summary>Serves a decision to everybody: with a variant, a reason and an arm of one's own choice.</summary>
    /// <param name="decision">The decision, such as one of <see cref="Decision.Of"/>; it says for which flag.</param>
    /// <param name="arm">The arm in which it counts.</param>
    /// <returns>This gate.</returns>
    public FakeFeatureGate Serve(Decision decision, DecisionArm arm = DecisionArm.None)
    {
        _flags[decision.Flag] = new ServedDecision(decision, arm);
        return this;
    }

    /// <summary>Knows nothing of a flag any more.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>This gate.</returns>
    public FakeFeatureGate Remove(string flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        _flags.TryRemove(flag, out _);
        return this;
    }

    /// <summary>Serves a value in this asynchronous flow, until the override is disposed. Overrides nest: the innermost wins.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="flag">The flag's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>What ends the override.</returns>
    /// <remarks>What an <see langword="async"/> method overrides is not seen by its caller: such flows go downwards only.</remarks>
    public IDisposable Override<T>(string flag, T value) => OverrideServing(Decision.Of(flag, value));

    /// <summary>Serves a value in this asynchronous flow, until the override is disposed. Overrides nest: the innermost wins.</summary>
    /// <typeparam name="T">The key's type.</typeparam>
    /// <param name="flag">The flag's key.</param>
    /// <param name="value">The value.</param>
    /// <returns>What ends the override.</returns>
    public IDisposable Override<T>(FlagKey<T> flag, T value)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return Override(flag.Name, value);
    }

    /// <summary>Serves a variant in this asynchronous flow, until the override is disposed.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="variant">The variant's name.</param>
    /// <returns>What ends the override.</returns>
    public IDisposable OverrideVariant(string flag, string variant) => OverrideServing(OfVariant(flag, variant));

    /// <summary>Serves a decision in this asynchronous flow, until the override is disposed.</summary>
    /// <param name="decision">The decision; it says for which flag. One of <see cref="Decision.OfError"/> makes the flag missing.</param>
    /// <param name="arm">The arm in which it counts.</param>
    /// <returns>What ends the override.</returns>
    public IDisposable OverrideServing(Decision decision, DecisionArm arm = DecisionArm.None)
    {
        var one = new FlowOverride(_overrides, _overrides.Value, decision.Flag, new ServedDecision(decision, arm));
        _overrides.Value = one;
        return one;
    }

    /// <summary>Counts how often a flag was asked for.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>How often, by all flows, since the start or the last <see cref="Forget"/>.</returns>
    public int CountOf(string flag) => _decisions.Count(decision => decision.Flag == flag);

    /// <summary>Counts how often a flag was asked for, for one subject.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="targetingKey">The subject's targeting key.</param>
    /// <returns>How often, by all flows, since the start or the last <see cref="Forget"/>.</returns>
    public int CountOf(string flag, string? targetingKey) => _decisions.Count(decision => decision.Flag == flag && decision.TargetingKey == targetingKey);

    /// <summary>Forgets what was asked and recorded; what is served stays.</summary>
    public void Forget()
    {
        _decisions.Clear();
        Outcomes.Clear();
    }

    /// <inheritdoc/>
    public Decision Decide(FlagKey flag, in EvaluationContext context)
    {
        Decision decision = Find(flag?.Name, context);
        return Note(context, flag is null ? decision : decision.ForKey(flag));
    }

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context) => Note(context, Find(flag, context));

    private static Decision OfVariant(string flag, string variant)
    {
        ArgumentException.ThrowIfNullOrEmpty(variant);
        return Decision.Of(flag, variant, variant);
    }

    private Decision Find(string? flag, in EvaluationContext context)
    {
        if (flag is null || (FlowOverride.Find(_overrides.Value, flag) ?? _flags.GetValueOrDefault(flag)) is not { } served)
        {
            return Decision.OfError(flag, DecisionError.FlagNotFound);
        }

        return served.Decision.Variant is null ? served.Decision : Outcomes.Attach(served.Decision, served.Arm, context.TargetingKey, _clock);
    }

    private Decision Note(in EvaluationContext context, Decision decision)
    {
        _decisions.Enqueue(new RecordedDecision(context.TargetingKey, decision));
        return decision;
    }
}
