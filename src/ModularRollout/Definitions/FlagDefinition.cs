using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ModularRollout.Definitions;

/// <summary>Describes a flag as its author wrote it: who answers for it, how long it should live, and its text.</summary>
/// <remarks>Thread-safe. Reads the definition's text anew at each call, so that a snapshot keeps nothing but the document; keep what you need often.</remarks>
public sealed class FlagDefinition
{
    private readonly ReadOnlyMemory<byte> _value;

    internal FlagDefinition(string name, string? layer, ReadOnlyMemory<byte> value)
    {
        Name = name;
        Layer = layer;
        _value = value;
    }

    /// <summary>Gets the flag's name.</summary>
    public string Name { get; }

    /// <summary>Gets the name of the provider that delivered the flag.</summary>
    public string? Layer { get; }

    /// <summary>Gets what the flag is for.</summary>
    public FlagKind Kind => Text("kind") is { } kind ? Enum.Parse<FlagKind>(kind, ignoreCase: true) : FlagKind.Release;

    /// <summary>Gets what the flag switches.</summary>
    public string? Description => Text("description");

    /// <summary>Gets the team that answers for the flag.</summary>
    public string? Owner => Text("owner");

    /// <summary>Gets who may change the flag and its rollout.</summary>
    public IReadOnlyList<string> Operators => Texts("operators");

    /// <summary>Gets the day the flag was made.</summary>
    public DateOnly? Created => Date("created");

    /// <summary>Gets the last day the flag should live.</summary>
    public DateOnly? Expires => Date("expires");

    /// <summary>Gets whether the flag is meant to stay.</summary>
    public bool IsPermanent => Read("permanent", static value => value.GetBoolean());

    /// <summary>Gets what is deleted with the flag, and when.</summary>
    public string? RemovalPlan => Text("removalPlan");

    /// <summary>Gets where to read more, by name.</summary>
    public IReadOnlyDictionary<string, Uri> Links => Read("links", static value =>
    {
        var links = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (JsonProperty link in value.EnumerateObject())
        {
            if (!IsExtension(link))
            {
                links.Add(link.Name, new Uri(link.Value.GetString()!));
            }
        }

        return links;
    }) ?? [];

    /// <summary>Gets the words to find the flag by.</summary>
    public IReadOnlyList<string> Tags => Texts("tags");

    /// <summary>Gets the systems that bear the flag's risk.</summary>
    public IReadOnlyList<string> Touches => Texts("touches");

    /// <summary>Gets the names of the variants, in their order.</summary>
    public IReadOnlyList<string> Variants => Read<IReadOnlyList<string>>("variants", static value =>
    {
        var names = new List<string>();
        foreach (JsonProperty variant in value.EnumerateObject())
        {
            if (!IsExtension(variant))
            {
                names.Add(variant.Name);
            }
        }

        return names;
    }) ?? ["on", "off"];

    /// <summary>Gets the variant that is served when the flag is off, where the definition names it.</summary>
    public string? Off => Text("off");

    /// <summary>Gets the definition without comments, insignificant white space and <c>x-</c> properties.</summary>
    public string Json => CanonicalText.Of(_value.Span);

    /// <summary>Gets the rollout's plan without comments, insignificant white space and <c>x-</c> properties; <see langword="null"/> if there is none.</summary>
    internal string? RolloutJson => Read("rollout", static value => CanonicalText.Of(JsonMarshal.GetRawUtf8Value(value)));

    private static bool IsExtension(JsonProperty property) => property.Name.StartsWith("x-", StringComparison.Ordinal);

    private string? Text(string name) => Read(name, static value => value.GetString());

    private DateOnly? Date(string name) =>
        Text(name) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private IReadOnlyList<string> Texts(string name) => Read<IReadOnlyList<string>>(name, static value =>
    {
        var texts = new List<string>(value.GetArrayLength());
        foreach (JsonElement text in value.EnumerateArray())
        {
            texts.Add(text.GetString()!);
        }

        return texts;
    }) ?? [];

    private T? Read<T>(string name, Func<JsonElement, T> read)
    {
        using JsonDocument document = DefinitionJson.Parse(_value);
        return document.RootElement.TryGetProperty(name, out JsonElement value) ? read(value) : default;
    }
}
