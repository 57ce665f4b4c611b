using System.Text.Json;

namespace ModularRollout.Providers.Building;

/// <summary>A condition over an evaluation context; made by a <see cref="ConditionBuilder"/>.</summary>
public sealed class FlagCondition
{
    private readonly Action<Utf8JsonWriter> _write;

    internal FlagCondition(Action<Utf8JsonWriter> write) => _write = write;

    /// <summary>Writes the condition as a JSON object.</summary>
    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteProperties(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the condition's properties into an object that is open.</summary>
    internal void WriteProperties(Utf8JsonWriter writer) => _write(writer);
}
