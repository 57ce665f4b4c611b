using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace ModularRollout.Hosting;

/// <summary>Writes a configuration section as a definition document: configuration knows texts only, so types come from the grammar, or from how a value looks.</summary>
internal sealed class ConfigurationDocument
{
    private static readonly HashSet<string> s_booleans = new(StringComparer.OrdinalIgnoreCase) { "enabled", "permanent", "ignoreCase", "exists" };

    private static readonly HashSet<string> s_numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "schemaVersion", "lessThan", "atMost", "greaterThan", "atLeast", "fromPercent", "toPercent",
    };

    private static readonly HashSet<string> s_lists = new(StringComparer.OrdinalIgnoreCase)
    {
        "operators", "tags", "touches", "requires", "is", "rules", "all", "any", "in", "startsWith", "endsWith", "contains",
        "containsAny", "containsAll", "cidr",
    };

    private readonly Utf8JsonWriter _writer;

    private ConfigurationDocument(Utf8JsonWriter writer) => _writer = writer;

    public static byte[] Write(IConfiguration section)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, MaxDepth = 1000 }))
        {
            var document = new ConfigurationDocument(writer);
            writer.WriteStartObject();
            foreach (IConfigurationSection child in section.GetChildren())
            {
                bool isNamed = Is(child.Key, "flags") || Is(child.Key, "segments");
                writer.WritePropertyName(child.Key);
                document.WriteValue(child, child.Key, isNamed ? document.WriteNamed : document.WriteTyped);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static bool Is(string key, string property) => string.Equals(key, property, StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a flag or a segment, whatever its name.</summary>
    private void WriteNamed(IConfigurationSection section, string property) => WriteObject(section, "");

    /// <summary>Writes a value whose type its property says.</summary>
    private void WriteTyped(IConfigurationSection section, string property)
    {
        if (Is(property, "in") || Is(property, "variants") || Is(property, "rollout"))
        {
            WriteValue(section, property, WriteAsItLooks);
        }
        else if (Is(property, "targets"))
        {
            WriteValue(section, property, (target, _) => WriteValue(target, "is", WriteText));
        }
        else if (Is(property, "weights"))
        {
            WriteValue(section, property, WriteAsItLooks);
        }
        else if (s_booleans.Contains(property) || s_numbers.Contains(property))
        {
            WriteValue(section, property, WriteAsItLooks);
        }
        else
        {
            WriteObject(section, property);
        }
    }

    private void WriteObject(IConfigurationSection section, string property) =>
        WriteValue(section, property, (child, _) => WriteTyped(child, s_lists.Contains(property) ? property + "[]" : child.Key));

    /// <summary>Writes a leaf as text, children as an array or an object.</summary>
    private void WriteValue(IConfigurationSection section, string property, Action<IConfigurationSection, string> writeChild)
    {
        List<IConfigurationSection> children = [.. section.GetChildren()];
        if (children.Count == 0)
        {
            WriteLeaf(section, property);
            return;
        }

        bool isList = s_lists.Contains(property) || (writeChild == WriteAsItLooks && !IsNaming(property) && AreIndexes(children));
        if (isList)
        {
            children.Sort(static (a, b) => IndexOf(a).CompareTo(IndexOf(b)));
            _writer.WriteStartArray();
            children.ForEach(child => writeChild(child, property));
            _writer.WriteEndArray();
            return;
        }

        _writer.WriteStartObject();
        foreach (IConfigurationSection child in children)
        {
            _writer.WritePropertyName(child.Key);
            writeChild(child, child.Key);
        }

        _writer.WriteEndObject();
    }

    /// <summary>Variants may be named by numbers.</summary>
    private static bool IsNaming(string property) => Is(property, "variants") || Is(property, "weights");

    private static bool AreIndexes(List<IConfigurationSection> children) => children.TrueForAll(static child => IndexOf(child) != int.MaxValue);

    private static int IndexOf(IConfigurationSection section) =>
        int.TryParse(section.Key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : int.MaxValue;

    private void WriteLeaf(IConfigurationSection section, string property)
    {
        if (string.IsNullOrEmpty(section.Value) && s_lists.Contains(property))
        {
            _writer.WriteStartArray();
            _writer.WriteEndArray();
        }
        else if (s_booleans.Contains(property) || s_numbers.Contains(property))
        {
            WriteScalar(section.Value);
        }
        else
        {
            _writer.WriteStringValue(section.Value);
        }
    }

    private void WriteText(IConfigurationSection section, string property) => _writer.WriteStringValue(section.Value);

    /// <summary>Writes a value that may have any type: booleans and numbers where it looks so; text in double quotes is text.</summary>
    private void WriteAsItLooks(IConfigurationSection section, string property)
    {
        if (section.GetChildren().Any())
        {
            WriteValue(section, property, WriteAsItLooks);
        }
        else
        {
            WriteScalar(section.Value);
        }
    }

    private void WriteScalar(string? value)
    {
        if (bool.TryParse(value, out bool boolean))
        {
            _writer.WriteBooleanValue(boolean);
        }
        else if (IsNumber(value))
        {
            _writer.WriteRawValue(value!);
        }
        else
        {
            bool isQuoted = value is ['"', .., '"'];
            _writer.WriteStringValue(isQuoted ? value![1..^1] : value);
        }
    }

    private static bool IsNumber(string? value)
    {
        try
        {
            return value is [(>= '0' and <= '9') or '-', ..] && JsonElement.Parse(value).ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
