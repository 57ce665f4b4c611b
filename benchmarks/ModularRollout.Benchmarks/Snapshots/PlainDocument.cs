using System.Text.Json.Serialization;

namespace ModularRollout.Benchmarks.Snapshots;

/// <summary>A document as plain objects: what System.Text.Json alone costs, without a check.</summary>
internal sealed class PlainDocument
{
    [JsonPropertyName("flags")]
    public Dictionary<string, PlainFlag> Flags { get; set; } = [];
}

internal sealed class PlainFlag
{
    [JsonPropertyName("description")]
    public string? Description { get; set; }

    [JsonPropertyName("owner")]
    public string? Owner { get; set; }

    [JsonPropertyName("operators")]
    public string[]? Operators { get; set; }

    [JsonPropertyName("created")]
    public string? Created { get; set; }

    [JsonPropertyName("expires")]
    public string? Expires { get; set; }

    [JsonPropertyName("removalPlan")]
    public string? RemovalPlan { get; set; }

    [JsonPropertyName("tags")]
    public string[]? Tags { get; set; }

    [JsonPropertyName("variants")]
    public Dictionary<string, string>? Variants { get; set; }

    [JsonPropertyName("off")]
    public string? Off { get; set; }

    [JsonPropertyName("rules")]
    public PlainRule[]? Rules { get; set; }

    [JsonPropertyName("otherwise")]
    public PlainServe? Otherwise { get; set; }
}

internal class PlainServe
{
    [JsonPropertyName("serve")]
    public string? Serve { get; set; }

    [JsonPropertyName("split")]
    public PlainSplit? Split { get; set; }
}

internal sealed class PlainRule : PlainServe
{
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("when")]
    public PlainTest? When { get; set; }
}

internal sealed class PlainSplit
{
    [JsonPropertyName("weights")]
    public Dictionary<string, double>? Weights { get; set; }
}

internal sealed class PlainTest
{
    [JsonPropertyName("attribute")]
    public string? Attribute { get; set; }

    [JsonPropertyName("in")]
    public string[]? In { get; set; }

    [JsonPropertyName("endsWith")]
    public string[]? EndsWith { get; set; }
}
