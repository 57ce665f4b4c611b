namespace ModularRollout.Definitions;

/// <summary>Says how a document is read.</summary>
internal sealed class DefinitionReadOptions
{
    public DefinitionLimits Limits { get; init; } = new();

    /// <summary>Gets whether missing governance is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>Gets the day on which <c>expires</c> is judged.</summary>
    public DateOnly Today { get; init; }

    /// <summary>Gets the name of the provider that delivered the document.</summary>
    public string? Source { get; init; }
}
