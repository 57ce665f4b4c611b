namespace ModularRollout;

/// <summary>Carries what a provider delivers: a document and its version.</summary>
public readonly struct FlagPayload
{
    /// <summary>Creates a payload.</summary>
    /// <param name="version">The provider's version of the content, such as an ETag, a revision or a hash: the same version means the same content.</param>
    /// <param name="utf8Json">The definition document in UTF-8; the engine keeps it, so it must not change afterwards.</param>
    /// <exception cref="ArgumentNullException">The version is null.</exception>
    public FlagPayload(string version, ReadOnlyMemory<byte> utf8Json)
    {
        ArgumentNullException.ThrowIfNull(version);
        Version = version;
        Utf8Json = utf8Json;
    }

    /// <summary>Gets the payload that says: nothing has changed, and the provider is alive.</summary>
    public static FlagPayload Unchanged => default;

    /// <summary>Gets the version of the content.</summary>
    /// <value><see langword="null"/> for <see cref="Unchanged"/>.</value>
    public string? Version { get; }

    /// <summary>Gets the document.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>Gets whether the content is the one the engine holds already.</summary>
    public bool IsUnchanged => Version is null;
}
