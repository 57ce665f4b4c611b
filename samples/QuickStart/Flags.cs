using System.Text.Json.Serialization;
using ModularRollout;

namespace QuickStart;

/// <summary>The flags this code asks for: a name, a type, and the value to use when there is no decision.</summary>
internal static class Flags
{
    public static readonly FlagKey<bool> OnePageCheckout = new("checkout.one-page", fallback: false);
    public static readonly FlagKey<string> SearchRanking = new("search.ranking", fallback: "bm25");
    public static readonly FlagKey<SearchLimits> SearchLimits = new("search.limits", new(20, 800), FlagJson.Default.SearchLimits);
}

/// <summary>What the object variants of <c>search.limits</c> say.</summary>
internal sealed record SearchLimits(int PageSize, int TimeoutMs);

/// <summary>How object variants become .NET types: source-generated, so that no reflection is needed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchLimits))]
internal sealed partial class FlagJson : JsonSerializerContext;
