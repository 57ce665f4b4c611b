using System.Net;
using System.Net.Http.Headers;
using ModularRollout;
using ModularRollout.Providers;

namespace Snippets;

/// <summary>The code of docs/providers.md.</summary>
public static class Providing
{
    public static async Task LayersAsync()
    {
        #region layers
        await using FeatureGate gate = await FeatureGate.StartAsync(
            [new JsonFileFlagProvider("flags.json"), new JsonFileFlagProvider("flags.staging.json")]);
        #endregion
    }

    public static async Task MemoryAsync()
    {
        #region memory
        var memory = new InMemoryFlagProvider("code");
        memory.Update("""{ "flags": { "exports.pdf": { "owner": "team-billing", "otherwise": { "serve": "on" } } } }""");

        await using FeatureGate gate = await FeatureGate.StartAsync([memory]);
        #endregion
    }
}

#region own-provider
public sealed class HttpFlagProvider(HttpClient http, Uri address, TimeProvider clock) : IFlagProvider
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromSeconds(15);

    public string Name => "http";

    public async ValueTask<FlagPayload> FetchAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (knownVersion is not null)
        {
            await Task.Delay(s_pollInterval, clock, cancellationToken);
            request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(knownVersion));
        }

        using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return FlagPayload.Unchanged;
        }

        response.EnsureSuccessStatusCode();
        string version = response.Headers.ETag?.Tag ?? throw new InvalidDataException($"{address} sends no ETag.");
        return new FlagPayload(version, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
#endregion
