namespace ModularRollout;

/// <summary>Says how one provider of a gate is doing.</summary>
public sealed class FlagLayerStatus
{
    internal FlagLayerStatus(string name) => Name = name;

    /// <summary>Gets the provider's name.</summary>
    public string Name { get; }

    /// <summary>Gets the version of the document in force.</summary>
    /// <value><see langword="null"/> where none is.</value>
    public string? Version { get; internal init; }

    /// <summary>Gets when the provider last answered, be it with an error.</summary>
    public DateTimeOffset? LastFetch { get; internal init; }

    /// <summary>Gets when the provider last delivered something good, or said that nothing has changed.</summary>
    public DateTimeOffset? LastSuccess { get; internal init; }

    /// <summary>Gets what last went wrong, until something good is delivered.</summary>
    public string? LastError { get; internal init; }

    /// <summary>Gets the errors and warnings of the document that was delivered last, and of putting it together with the other layers.</summary>
    public IReadOnlyList<DefinitionDiagnostic> Diagnostics { get; internal init; } = [];

    /// <summary>Gets whether the document in force is not the one that was delivered last: an earlier one, or a last known good copy.</summary>
    public bool IsServingOldDocument { get; internal init; }

    /// <summary>Gets whether the provider has been silent for three times <see cref="FeatureGateOptions.FreshWithin"/>.</summary>
    public bool IsStale { get; internal init; }
}
