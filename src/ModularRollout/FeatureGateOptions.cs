using Microsoft.Extensions.Logging;
using ModularRollout.Definitions;
using ModularRollout.Rollouts;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Controls how a gate starts, stays fresh, and survives restarts.</summary>
/// <remarks>Read once, when the gate is made; later changes have no effect.</remarks>
public sealed class FeatureGateOptions
{
    private readonly SortedDictionary<string, AttributeSlot> _ambient = new(StringComparer.Ordinal);

    /// <summary>Gets or sets how long the start waits for every provider.</summary>
    /// <value>More than zero. The default is 10 seconds.</value>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets what happens when there is no snapshot by then, nor a last known good one.</summary>
    /// <value>The default is <see cref="StartTimeoutAction.Throw"/>.</value>
    public StartTimeoutAction OnStartTimeout { get; set; } = StartTimeoutAction.Throw;

    /// <summary>Gets or sets how often a provider has to give a sign of life.</summary>
    /// <value>At least 10 seconds. The default is 1 minute. A provider that is silent three times as long makes the gate <see cref="FeatureGateState.Stale"/>.</value>
    public TimeSpan FreshWithin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets the first pause after a provider failed; it doubles with each failure in a row.</summary>
    /// <value>More than zero. The default is 1 second. Each pause is shortened at random by up to half.</value>
    public TimeSpan RetryMin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest pause after a provider failed.</summary>
    /// <value>At least <see cref="RetryMin"/>. The default is 1 minute.</value>
    public TimeSpan RetryMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets the file that keeps the last good documents, for starts without providers.</summary>
    /// <value>The default is <see langword="null"/>: none. One process at a time may use a file.</value>
    public string? LastKnownGoodFile { get; set; }

    /// <summary>Gets or sets the file that keeps kill switches through restarts, with who turned them, when and why.</summary>
    /// <value>The default is <see langword="null"/>: kills end with the process. One process at a time may use a file.</value>
    /// <remarks>
    /// A gate does not start with a damaged file, because nobody knows which flags were killed: it throws, or serves fallbacks until it is started again with the file repaired or deleted.
    /// </remarks>
    public string? KillFile { get; set; }

    /// <summary>Gets or sets what a definition document may cost.</summary>
    public DefinitionLimits Limits { get; set; } = new();

    /// <summary>Gets or sets whether missing governance (owner, expiry or permanence, removal plan) is an error.</summary>
    /// <value>The default is <see langword="false"/>: a warning.</value>
    public bool StrictGovernance { get; set; }

    /// <summary>Gets what others see of the gate's decisions.</summary>
    public DecisionTelemetryOptions Telemetry { get; } = new();

    /// <summary>Gets how the gate carries out its rollouts.</summary>
    public RolloutOptions Rollouts { get; } = new();

    /// <summary>Gets or sets the clock: of <c>$now</c>, of waiting, and of what is recorded.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets where the gate logs.</summary>
    /// <value>The default is <see langword="null"/>: nowhere; a container's own is used where there is one.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The source of jitter, in [0, 1).</summary>
    internal Func<double> Jitter { get; set; } = Random.Shared.NextDouble;

    /// <summary>The ambient attributes in ordinal order of their names, so that the content hash does not depend on the order in which they were set.</summary>
    internal AttributeSlot[] Ambient => [.. _ambient.Values];

    /// <summary>Sets a text attribute that lies beneath those of every context.</summary>
    /// <param name="name">The attribute's name; neither empty, nor <c>targetingKey</c>, nor beginning with <c>$</c>.</param>
    /// <param name="value">The value; a later one replaces an earlier one, and <see langword="null"/> takes a text attribute away.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">The name is empty or reserved.</exception>
    public FeatureGateOptions WithAmbient(string name, string? value)
    {
        ContextDraft.ThrowIfReserved(name);
        _ambient.Remove(name);
        return Set(EvaluationContext.For(null).With(name, value));
    }

    /// <summary>Sets a whole number that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public FeatureGateOptions WithAmbient(string name, long value) => Set(EvaluationContext.For(null).With(name, value));

    /// <summary>Sets a number that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public FeatureGateOptions WithAmbient(string name, double value) => Set(EvaluationContext.For(null).With(name, value));

    /// <summary>Sets a decimal number that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public FeatureGateOptions WithAmbient(string name, decimal value) => Set(EvaluationContext.For(null).With(name, value));

    /// <summary>Sets a boolean that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public FeatureGateOptions WithAmbient(string name, bool value) => Set(EvaluationContext.For(null).With(name, value));

    /// <summary>Sets an id that lies beneath the attributes of every context, as text.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public FeatureGateOptions WithAmbient(string name, Guid value) => Set(EvaluationContext.For(null).With(name, value));

    /// <summary>Sets an instant that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public FeatureGateOptions WithAmbient(string name, DateTimeOffset value) => Set(EvaluationContext.For(null).With(name, value));

    /// <summary>Sets a list of texts that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public FeatureGateOptions WithAmbient(string name, ReadOnlySpan<string> value) => Set(EvaluationContext.For(null).With(name, value));

    private FeatureGateOptions Set(EvaluationContextBuilder attribute)
    {
        foreach (AttributeSlot slot in attribute.Build().Attributes ?? [])
        {
            _ambient[slot.Name] = slot;
        }

        return this;
    }
}
