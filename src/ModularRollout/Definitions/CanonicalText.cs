using System.Buffers;
using System.Text;
using System.Text.Json;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions;

/// <summary>Prints flags and segments in the one form that is hashed.</summary>
/// <remarks>
/// Without comments, white space and <c>x-</c> properties, strings in minimal escaping, numbers and order as written. The values of
/// variants are the author's data: nothing is left out of them.
/// </remarks>
internal static class CanonicalText
{
    /// <summary>Writes the canonical text of one flag or segment.</summary>
    /// <param name="value">The bytes of its value, as a document without errors has them.</param>
    /// <param name="writer">Takes the text.</param>
    public static void Write(ReadOnlySpan<byte> value, IBufferWriter<byte> writer)
    {
        using var buffer = new CanonicalBuffer();
        var json = new Utf8JsonReader(value, DefinitionJson.Reader);
        bool isVariants = false;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                Append(buffer, in json);
                continue;
            }

            isVariants = json.CurrentDepth == 1 ? json.ValueTextEquals("variants"u8) : isVariants;
            bool isData = isVariants && json.CurrentDepth > 2;
            if (!isData && IsExtension(in json))
            {
                json.Skip();
            }
            else
            {
                Append(buffer, in json);
            }
        }

        writer.Write(buffer.Text);
    }

    /// <summary>Gets the canonical text of one flag, segment or plan.</summary>
    /// <param name="value">The bytes of its value, as a document without errors has them.</param>
    public static string Of(ReadOnlySpan<byte> value)
    {
        var text = new ArrayBufferWriter<byte>(value.Length);
        Write(value, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Append(CanonicalBuffer buffer, in Utf8JsonReader json)
    {
        bool isName = json.TokenType == JsonTokenType.PropertyName;
        if (json.ValueIsEscaped)
        {
            byte[] text = new byte[json.ValueSpan.Length];
            buffer.AppendEscaped(text.AsSpan(0, json.CopyString(text)), isName);
        }
        else if (isName)
        {
            buffer.AppendName(json.ValueSpan);
        }
        else
        {
            buffer.Append(in json);
        }
    }

    private static bool IsExtension(in Utf8JsonReader json) =>
        json.ValueIsEscaped ? json.GetString()!.StartsWith("x-", StringComparison.Ordinal) : json.ValueSpan.StartsWith("x-"u8);
}
