namespace ModularRollout;

/// <summary>Controls what others see of a gate's decisions.</summary>
/// <remarks>Read once, when the gate is made.</remarks>
public sealed class DecisionTelemetryOptions
{
    /// <summary>Gets or sets the form in which decisions are shown.</summary>
    /// <value>The default is <see cref="DecisionSignal.Event"/>.</value>
    public DecisionSignal Signal { get; set; }

    /// <summary>Gets or sets the name of the gate's set of flags, <c>feature_flag.set.id</c>.</summary>
    /// <value><see langword="null"/>, the default, for none. Not empty. Several gates in one process need different ones, or their counts are mixed.</value>
    public string? SetId { get; set; }

    /// <summary>Gets the names of the flags whose values may be shown as <c>feature_flag.result.value</c>.</summary>
    /// <value>The default is none. Variants are shown always.</value>
    public ISet<string> ValueFlags { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Gets or sets whether the values of all flags may be shown.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IncludeAllValues { get; set; }

    /// <summary>Gets or sets how <c>feature_flag.context.id</c> names the subject.</summary>
    /// <value>The default is <see cref="ContextIdMode.None"/>; anything else sends personal data.</value>
    public ContextIdMode ContextId { get; set; }

    /// <summary>Gets or sets the application's own secret, for subject hashes that nobody else can compute.</summary>
    /// <value>At least 16 bytes; <see cref="ContextIdMode.Hmac"/> needs it. The default is <see langword="null"/>.</value>
    public byte[]? Secret { get; set; }

    /// <summary>Gets the settings of the decision journal, which is on when it has recorders.</summary>
    public DecisionJournalOptions Journal { get; } = new();
}
