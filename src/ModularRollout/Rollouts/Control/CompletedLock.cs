using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModularRollout.Definitions;

namespace ModularRollout.Rollouts.Control;

/// <summary>What a completed rollout has locked, once another plan goes on from it: as it was, and the new variants besides, so that probes can try them before anybody gets one.</summary>
internal static class CompletedLock
{
    /// <summary>Adds to a locked definition the variants that only the one in force has.</summary>
    /// <returns>The definition in canonical form.</returns>
    public static string With(string locked, FlagDefinition inForce)
    {
        using var known = VariantTexts.Of(locked);
        using var now = VariantTexts.Of(inForce.Json);
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer, locked, known, now);
        }

        return CanonicalText.Of(text.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, string locked, VariantTexts known, VariantTexts now)
    {
        using JsonDocument definition = DefinitionJson.Parse(locked);
        writer.WriteStartObject();
        writer.WriteStartObject("variants"u8);
        foreach (JsonProperty variant in known.Values)
        {
            variant.WriteTo(writer);
        }

        foreach (JsonProperty variant in now.Values)
        {
            if (!known.Has(variant.Name))
            {
                variant.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        foreach (JsonProperty property in definition.RootElement.EnumerateObject())
        {
            if (!property.NameEquals("variants"u8))
            {
                property.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
