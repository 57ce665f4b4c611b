using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>Turns variants into CLR values and JSON text.</summary>
internal static class VariantJson
{
    /// <summary>Binds a variant through source-generated metadata; never throws, whatever the application's converters do.</summary>
    public static BoundValue Bind<T>(CompiledVariant variant, JsonTypeInfo<T> json, BoundValue? next)
    {
        try
        {
            T? value = JsonSerializer.Deserialize(variant.ToJson(), json);
            return value is null ? new UnboundValue(json, next) : new BoundValue<T>(json, value, next);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new UnboundValue(json, next);
        }
    }

    /// <summary>Copies an object or array without comments and trailing commas, which metadata-based binding does not expect.</summary>
    public static byte[] Minify(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, DefinitionJson.Reader);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            document.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Write(ValueTypes types, long bits, string? text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (text is not null)
            {
                writer.WriteStringValue(text);
            }
            else if ((types & ValueTypes.Boolean) != 0)
            {
                writer.WriteBooleanValue(bits != 0);
            }
            else if ((types & ValueTypes.Int64) != 0)
            {
                writer.WriteNumberValue(bits);
            }
            else
            {
                writer.WriteNumberValue(BitConverter.Int64BitsToDouble(bits));
            }
        }

        return buffer.WrittenSpan.ToArray();
    }
}
