using System.Buffers;
using System.Text.Json;

namespace ModularRollout.Providers.Building;

/// <summary>Makes a definition document in code.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class FlagDocumentBuilder
{
    private readonly SortedDictionary<string, byte[]> _segments = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, byte[]> _flags = new(StringComparer.Ordinal);

    /// <summary>Defines a flag, or replaces it.</summary>
    /// <param name="name">The flag's name.</param>
    /// <param name="define">Defines the flag.</param>
    /// <returns>This builder.</returns>
    public FlagDocumentBuilder Flag(string name, Action<FlagBuilder> define)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(define);
        var flag = new FlagBuilder();
        define(flag);
        _flags[name] = flag.ToJson();
        return this;
    }

    /// <summary>Defines a segment, or replaces it.</summary>
    /// <param name="name">The segment's name.</param>
    /// <param name="when">The condition.</param>
    /// <returns>This builder.</returns>
    public FlagDocumentBuilder Segment(string name, Func<ConditionBuilder, FlagCondition> when)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(when);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            when(ConditionBuilder.Instance).WriteTo(writer);
        }

        _segments[name] = buffer.WrittenSpan.ToArray();
        return this;
    }

    /// <summary>Removes a flag, where there is one.</summary>
    /// <param name="name">The flag's name.</param>
    /// <returns>This builder.</returns>
    public FlagDocumentBuilder RemoveFlag(string name)
    {
        _flags.Remove(name);
        return this;
    }

    /// <summary>Removes a segment, where there is one.</summary>
    /// <param name="name">The segment's name.</param>
    /// <returns>This builder.</returns>
    public FlagDocumentBuilder RemoveSegment(string name)
    {
        _segments.Remove(name);
        return this;
    }

    /// <summary>Writes the document.</summary>
    /// <returns>UTF-8 JSON, indented.</returns>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion"u8, 1);
            Write(writer, "segments", _segments);
            Write(writer, "flags", _flags);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, string property, SortedDictionary<string, byte[]> named)
    {
        writer.WriteStartObject(property);
        foreach ((string name, byte[] json) in named)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
