using System.Text.Json;

namespace ModularRollout.Docs.Tests;

/// <summary>The grammar of plans as the schema has it, in the words of docs/rollouts.md.</summary>
internal static class PlanSchema
{
    /// <summary>Gets the properties of an object with their types and whether they are needed.</summary>
    public static IEnumerable<(string Name, string Type, bool IsNeeded)> Of(string definition)
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.PathOf("src/ModularRollout/modular-rollout.schema.json")));
        JsonElement json = schema.RootElement.GetProperty("$defs").GetProperty(definition);
        string[] needed = json.TryGetProperty("required", out JsonElement required) ? [.. required.EnumerateArray().Select(static name => name.GetString()!)] : [];
        return [.. json.GetProperty("properties").EnumerateObject().Select(property => (property.Name, TypeOf(property.Value), needed.Contains(property.Name)))];
    }

    private static string TypeOf(JsonElement json)
    {
        if (json.TryGetProperty("$ref", out JsonElement reference))
        {
            return Linked(reference.GetString()!["#/$defs/".Length..]);
        }

        if (json.TryGetProperty("anyOf", out JsonElement either))
        {
            return Choice([.. either.EnumerateArray().SelectMany(static option => Words(option) ?? [TypeOf(option)])]);
        }

        return Words(json) is { } words ? Choice(words) : json.GetProperty("type").GetString() switch
        {
            "array" => List(json),
            "boolean" => "`true` or `false`",
            "integer" => $"whole number from {json.GetProperty("minimum")}",
            "number" => Number(json),
            _ => Text(json),
        };
    }

    private static string Number(JsonElement json) =>
        json.TryGetProperty("maximum", out _) ? "percent" : json.TryGetProperty("exclusiveMaximum", out _) ? "fraction" : "number above 0";

    private static string Text(JsonElement json)
    {
        if (json.TryGetProperty("format", out JsonElement format) && format.GetString() == "date-time")
        {
            return "instant";
        }

        return !json.TryGetProperty("pattern", out JsonElement pattern) ? "text" : pattern.GetString()!.Contains("ms|s|m|h|d", StringComparison.Ordinal) ? "duration" : "time of day";
    }

    private static string List(JsonElement json)
    {
        JsonElement items = json.GetProperty("items");
        string least = json.TryGetProperty("minItems", out JsonElement minimum) ? $"{minimum}" : "";
        if (json.TryGetProperty("maxItems", out JsonElement most))
        {
            return least.Length > 0 ? $"{least} to {most} of {TypeOf(items)}" : $"at most {most} of {TypeOf(items)}";
        }

        return (Words(items) is { } words ? $"list of {Choice(words)}" : "texts") + (least == "1" ? ", one at least" : "");
    }

    private static string[]? Words(JsonElement json) =>
        json.TryGetProperty("enum", out JsonElement words) ? [.. words.EnumerateArray().Select(static word => $"`{word.GetString()}`")] : null;

    private static string Choice(string[] words) => $"{string.Join(", ", words[..^1])} or {words[^1]}";

    private static string Linked(string definition) => definition switch
    {
        "changeHours" => "[change hours](#change-hours)",
        "limit" or "proof" => $"[{definition}](#a-limit-and-a-proof)",
        "approval" or "event" => $"[{definition}](#an-{definition})",
        _ => $"[{definition}](#a-{definition})",
    };
}
