using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModularRollout.Definitions;
using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>Flags, and all that they refer to and documents do not define, as it was in force last: one document.</summary>
internal sealed class KeptDefinitions
{
    /// <summary>The document of a flag that is longer, with all it refers to, than a journal should say again at each edit.</summary>
    public const string TooLong = "";

    /// <summary>The most characters of a document of one flag.</summary>
    public const int Longest = 1 << 18;

    private readonly SortedDictionary<string, string> _flags = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _segments = new(StringComparer.Ordinal);
    private readonly CompiledLayer[] _defining;

    /// <param name="defining">The layers that need nothing kept of what they define.</param>
    public KeptDefinitions(CompiledLayer[] defining) => _defining = defining;

    public bool IsEmpty => _flags.Count == 0;

    /// <summary>Gets a flag that is in force, with all that it refers to.</summary>
    /// <returns>The document, or <see cref="TooLong"/>; <see langword="null"/> where the flag or something it refers to is not in force.</returns>
    public static string? Of(CompiledLayer[] inForce, string flag)
    {
        var kept = new KeptDefinitions([]);
        if (FindFlag(inForce, flag) is not { } found || found.Flag.IsAtBaseline || !kept.Add(flag, LockedParts.Compose(found.Json, found.Json), found.Flag, inForce))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(kept.ToJson());
        return text.Length > Longest ? TooLong : text;
    }

    /// <summary>Gets a document of one flag.</summary>
    public static byte[] Alone(string flag, string json)
    {
        var kept = new KeptDefinitions([]);
        kept._flags.Add(flag, json);
        return kept.ToJson();
    }

    /// <summary>Finds a flag in the topmost layer that has it, locks among them.</summary>
    public static (CompiledFlag Flag, string Json)? FindFlag(CompiledLayer[] layers, string name)
    {
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            foreach (LayerFlag entry in layers[i].Flags)
            {
                if (entry.Flag.Name == name)
                {
                    return (entry.Flag, layers[i].TextOf(entry.Start, entry.Length));
                }
            }
        }

        return null;
    }

    /// <summary>Adds a flag, and what it refers to.</summary>
    /// <param name="name">The flag's name.</param>
    /// <param name="json">Its definition.</param>
    /// <param name="flag">The flag, compiled.</param>
    /// <param name="inForce">The layers in which what it refers to was in force last.</param>
    /// <returns>Whether everything was found.</returns>
    public bool Add(string name, string json, CompiledFlag flag, CompiledLayer[] inForce)
    {
        _flags[name] = json;
        if (flag.Targeting is not { } targeting)
        {
            return true;
        }

        bool isWhole = AddSegments(targeting.Segments, inForce);
        foreach ((string audience, _) in targeting.Plan?.Audiences ?? [])
        {
            isWhole &= AddSegment(audience, inForce);
        }

        foreach (CompiledPrerequisite required in targeting.Requires)
        {
            isWhole &= AddRequired(required.Flag, inForce);
        }

        return isWhole;
    }

    public byte[] ToJson()
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion"u8, 1);
            Write(writer, "segments", _segments);
            Write(writer, "flags", _flags);
            writer.WriteEndObject();
        }

        return text.WrittenSpan.ToArray();
    }

    /// <summary>Adds a required flag; not one of which something is missing, for nobody knows what that would serve.</summary>
    private bool AddRequired(string name, CompiledLayer[] inForce)
    {
        if (_flags.ContainsKey(name) || Array.Exists(_defining, layer => layer.Flags.Exists(entry => entry.Flag.Name == name)))
        {
            return true;
        }

        bool isWhole = FindFlag(inForce, name) is { } found && !found.Flag.IsAtBaseline && Add(name, found.Json, found.Flag, inForce);
        if (!isWhole)
        {
            _flags.Remove(name);
        }

        return isWhole;
    }

    private bool AddSegment(string name, CompiledLayer[] inForce)
    {
        if (_segments.ContainsKey(name) || Array.Exists(_defining, layer => Array.Exists(layer.Segments, entry => entry.Segment.Name == name)))
        {
            return true;
        }

        if (FindSegment(inForce, name) is not { } found)
        {
            return false;
        }

        _segments[name] = found.Json;
        bool isWhole = AddSegments(found.Segment.Segments, inForce);
        if (!isWhole)
        {
            _segments.Remove(name);
        }

        return isWhole;
    }

    private bool AddSegments(SegmentCondition[] references, CompiledLayer[] inForce)
    {
        bool isWhole = true;
        foreach (SegmentCondition reference in references)
        {
            isWhole &= AddSegment(reference.Segment, inForce);
        }

        return isWhole;
    }

    private static (CompiledSegment Segment, string Json)? FindSegment(CompiledLayer[] layers, string name)
    {
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            foreach (LayerSegment entry in layers[i].Segments)
            {
                if (entry.Segment.Name == name)
                {
                    return (entry.Segment, layers[i].TextOf(entry.Start, entry.Length));
                }
            }
        }

        return null;
    }

    private static void Write(Utf8JsonWriter writer, string section, SortedDictionary<string, string> definitions)
    {
        writer.WriteStartObject(section);
        foreach ((string name, string json) in definitions)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
