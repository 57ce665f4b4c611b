using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

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
