using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>Prints what is in force as one canonical document.</summary>
internal static class SnapshotPrinter
{
    public static byte[] Print(SnapshotContent content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 1);
            writer.WriteStartObject("segments");
            foreach ((string name, byte[] text) in Segments(content))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(text, skipInputValidation: true);
            }

            writer.WriteEndObject();
            writer.WriteStartObject("flags");
            foreach (FlagOrigin origin in InOrder(content))
            {
                CompiledLayer layer = content.Layers[origin.Layer];
                LayerFlag entry = layer.Flags[origin.Entry];
                writer.WritePropertyName(entry.Flag.Name);
                writer.WriteRawValue(Canonical(layer, entry.Start, entry.Length), skipInputValidation: true);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Gets where the flags in force come from, in ordinal order of their names.</summary>
    public static FlagOrigin[] InOrder(SnapshotContent content)
    {
        var origins = new FlagOrigin[content.FlagCount];
        var names = new string[content.FlagCount];
        int next = 0;
        for (int i = 0; i < content.Flags.Length; i++)
        {
            if (content.Flags[i] is { } flag)
            {
                names[next] = flag.Name;
                origins[next++] = content.Origins[i];
            }
        }

        Array.Sort(names, origins, StringComparer.Ordinal);
        return origins;
    }

    private static SortedDictionary<string, byte[]> Segments(SnapshotContent content)
    {
        var segments = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (CompiledLayer layer in content.Layers)
        {
            foreach (LayerSegment entry in layer.Segments)
            {
                segments[entry.Segment.Name] = Canonical(layer, entry.Start, entry.Length);
            }
        }

        return segments;
    }

    private static byte[] Canonical(CompiledLayer layer, int start, int length)
    {
        var text = new ArrayBufferWriter<byte>(length);
        CanonicalText.Write(layer.Document.Bytes.Slice(start, length).Span, text);
        return text.WrittenSpan.ToArray();
    }
}
