using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>The parts of a definition that an attempt locks; all others are free at once.</summary>
internal static class LockedParts
{
    private const string Enabled = "enabled";
    private static readonly string[] s_names = ["kind", "off", "variants", "otherwise", "rollout"];

    /// <summary>Gets whether two definitions in canonical form have the same locked parts.</summary>
    public static bool AreSame(string one, string other)
    {
        using JsonDocument a = DefinitionJson.Parse(one);
        using JsonDocument b = DefinitionJson.Parse(other);
        return Array.TrueForAll(s_names, name => Text(a.RootElement, name) == Text(b.RootElement, name));
    }

    /// <summary>Gets whether two definitions in canonical form have plans with different baselines.</summary>
    public static bool BeginElsewhere(string one, string other)
    {
        using JsonDocument a = DefinitionJson.Parse(one);
        using JsonDocument b = DefinitionJson.Parse(other);
        return a.RootElement.TryGetProperty("rollout"u8, out JsonElement before) && b.RootElement.TryGetProperty("rollout"u8, out JsonElement after)
            && Text(before, "baseline") != Text(after, "baseline");
    }

    /// <summary>Gets a definition with the locked parts of one and all others of another, in canonical form.</summary>
    /// <param name="locked">The definition whose locked parts are taken.</param>
    /// <param name="free">The definition whose other parts are taken.</param>
    /// <param name="switched">The definition that says whether the flag is enabled; <see langword="null"/> for <paramref name="free"/>.</param>
    public static string Compose(string locked, string free, string? switched = null)
    {
        using JsonDocument then = DefinitionJson.Parse(locked);
        using JsonDocument now = DefinitionJson.Parse(free);
        using JsonDocument enabled = DefinitionJson.Parse(switched ?? free);
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            Array.ForEach(s_names, name => Write(writer, then.RootElement, name));
            foreach (JsonProperty property in now.RootElement.EnumerateObject())
            {
                if (property.Name != Enabled && Array.IndexOf(s_names, property.Name) < 0)
                {
                    property.WriteTo(writer);
                }
            }

            Write(writer, enabled.RootElement, Enabled);
            writer.WriteEndObject();
        }

        return CanonicalText.Of(text.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement flag, string name)
    {
        if (flag.TryGetProperty(name, out JsonElement value))
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private static string? Text(JsonElement flag, string name) => flag.TryGetProperty(name, out JsonElement value) ? value.GetRawText() : null;
}
