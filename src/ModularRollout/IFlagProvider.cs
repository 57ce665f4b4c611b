namespace ModularRollout;

/// <summary>Delivers flag definitions.</summary>
/// <remarks>
/// Implement this to add a provider. Fetch and nothing else: parsing, retries with back-off, last known good, and disposal of providers that
/// the engine made itself belong to the engine. Calls never overlap, so no locking is needed. Let exceptions escape.
/// A provider lives as long as its gate; one registered in a container is a singleton.
/// </remarks>
public interface IFlagProvider
{
    /// <summary>Gets the name that identifies this provider in decisions, logs and metrics.</summary>
    string Name { get; }

    /// <summary>Fetches the first content that differs from what the engine holds: at once when it holds none, waiting for a change otherwise.</summary>
    /// <param name="knownVersion">The version the engine holds, or <see langword="null"/> to fetch at once.</param>
    /// <param name="cancellationToken">Cancels the fetch.</param>
    /// <returns>
    /// The content and its version, or <see cref="FlagPayload.Unchanged"/>, which is to be returned at least every
    /// the gate's fresh-within span: silence for three times as long is stale.
    /// </returns>
    ValueTask<FlagPayload> FetchAsync(string? knownVersion, CancellationToken cancellationToken);
}
