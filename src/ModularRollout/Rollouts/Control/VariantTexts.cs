using System.Text.Json;
using ModularRollout.Definitions;

namespace ModularRollout.Rollouts.Control;

/// <summary>The variants of a definition's text, those that a boolean flag need not write among them.</summary>
internal sealed class VariantTexts : IDisposable
{
    private const string Boolean = """{ "on": true, "off": false }""";

    private readonly JsonDocument _document;

    private VariantTexts(JsonDocument document) => _document = document;

    /// <summary>Gets the values in their order.</summary>
    public JsonElement.ObjectEnumerator Values => _document.RootElement.EnumerateObject();

    public static VariantTexts Of(string definition)
    {
        using JsonDocument whole = DefinitionJson.Parse(definition);
        return new VariantTexts(DefinitionJson.Parse(whole.RootElement.TryGetProperty("variants", out JsonElement variants) ? variants.GetRawText() : Boolean));
    }

    public bool Has(string name) => _document.RootElement.TryGetProperty(name, out _);

    /// <summary>Gets whether both have a variant, with equal values.</summary>
    public bool HasSame(VariantTexts other, string name) =>
        _document.RootElement.TryGetProperty(name, out JsonElement mine)
        && other._document.RootElement.TryGetProperty(name, out JsonElement theirs)
        && JsonElement.DeepEquals(mine, theirs);

    public string TextOf(string name) => _document.RootElement.GetProperty(name).GetRawText();

    public void Dispose() => _document.Dispose();
}
