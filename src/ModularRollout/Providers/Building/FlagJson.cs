using System.Globalization;
using System.Text.Json;
using ModularRollout.Definitions;

namespace ModularRollout.Providers.Building;

/// <summary>Writes the parts of a flag's JSON.</summary>
internal static class FlagJson
{
    public static void Write(Utf8JsonWriter writer, string name, List<Action<Utf8JsonWriter>> items, bool isArray)
    {
        if (items.Count > 0)
        {
            writer.WritePropertyName(name);
            (isArray ? (Action)writer.WriteStartArray : writer.WriteStartObject)();
            items.ForEach(item => item(writer));
            (isArray ? (Action)writer.WriteEndArray : writer.WriteEndObject)();
        }
    }

    public static void Write(Utf8JsonWriter writer, string name, string[] values)
    {
        writer.WriteStartArray(name);
        Array.ForEach(values, writer.WriteStringValue);
        writer.WriteEndArray();
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(FlagKind kind) => kind switch
    {
        FlagKind.Release => "release",
        FlagKind.Experiment => "experiment",
        FlagKind.Operations => "operations",
        FlagKind.Permission => "permission",
        FlagKind.Migration => "migration",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };
}
