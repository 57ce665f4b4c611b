using System.Buffers;
using System.Text.Json;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>Makes the layer above all providers that keeps what running rollouts have locked.</summary>
/// <remarks>Only a flag whose locked part was changed, or that was deleted, is in it: with the locked part as it was, and all else as it is now.</remarks>
internal static class LockedLayer
{
    /// <summary>The name under which the layer's flags say where they come from.</summary>
    public const string Name = "rollout-lock";

    private static readonly string[] s_locked = ["kind", "off", "variants", "otherwise", "rollout"];

    /// <summary>Gets the layer's document; <see langword="null"/> where no flag needs it.</summary>
    /// <param name="layers">The layers of the providers.</param>
    /// <param name="locks">What is locked.</param>
    /// <param name="isWhole">Whether a changed flag is kept whole: where its other parts do not fit what is locked.</param>
    public static byte[]? Of(CompiledLayer[] layers, LockedFlag[] locks, bool isWhole)
    {
        var text = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(text);
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion"u8, 1);
        writer.WriteStartObject("flags"u8);
        bool isNeeded = false;
        foreach (LockedFlag locked in locks)
        {
            string? now = PlannedFlags.Find(layers, locked.Flag)?.Json;
            using JsonDocument then = JsonDocument.Parse(locked.Json);
            using JsonDocument current = JsonDocument.Parse(now ?? locked.Json);
            if (now is null || !IsSame(then.RootElement, current.RootElement))
            {
                isNeeded = true;
                writer.WritePropertyName(locked.Flag);
                Write(writer, then.RootElement, isWhole ? then.RootElement : current.RootElement);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return isNeeded ? text.WrittenSpan.ToArray() : null;
    }

    private static bool IsSame(JsonElement then, JsonElement now) => Array.TrueForAll(s_locked, name => Text(then, name) == Text(now, name));

    private static string? Text(JsonElement flag, string name) => flag.TryGetProperty(name, out JsonElement value) ? value.GetRawText() : null;

    private static void Write(Utf8JsonWriter writer, JsonElement then, JsonElement now)
    {
        writer.WriteStartObject();
        foreach (string name in s_locked)
        {
            if (then.TryGetProperty(name, out JsonElement value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        foreach (JsonProperty property in now.EnumerateObject())
        {
            if (Array.IndexOf(s_locked, property.Name) < 0)
            {
                property.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
