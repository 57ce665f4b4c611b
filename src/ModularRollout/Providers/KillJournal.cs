using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace ModularRollout.Providers;

/// <summary>Who turned which kill switch, when and why, per flag and in order. Immutable; the last entry of a flag says how its switch stands.</summary>
internal sealed class KillJournal
{
    /// <summary>How many entries a flag keeps; the oldest go first.</summary>
    public const int EntriesPerFlag = 200;

    public static readonly KillJournal Empty = new(ImmutableSortedDictionary.Create<string, ImmutableArray<FlagKill>>(StringComparer.Ordinal));

    private const int SchemaVersion = 1;

    private readonly ImmutableSortedDictionary<string, ImmutableArray<FlagKill>> _flags;

    private KillJournal(ImmutableSortedDictionary<string, ImmutableArray<FlagKill>> flags)
    {
        _flags = flags;
        var killed = new List<FlagKill>();
        foreach ((_, ImmutableArray<FlagKill> entries) in flags)
        {
            if (entries[^1].IsKill)
            {
                killed.Add(entries[^1]);
            }
        }

        Killed = killed;
    }

    /// <summary>Gets the kills in effect, in ordinal order of their flags.</summary>
    public IReadOnlyList<FlagKill> Killed { get; }

    /// <summary>Gets the last entry of a flag.</summary>
    public FlagKill? Last(string flag) => _flags.TryGetValue(flag, out ImmutableArray<FlagKill> entries) ? entries[^1] : null;

    /// <summary>Gets all entries of a flag.</summary>
    public IReadOnlyList<FlagKill> Of(string flag) => _flags.TryGetValue(flag, out ImmutableArray<FlagKill> entries) ? entries : [];

    public KillJournal With(FlagKill entry)
    {
        ImmutableArray<FlagKill> before = _flags.TryGetValue(entry.Flag, out ImmutableArray<FlagKill> known) ? known : [];
        before = before.Length < EntriesPerFlag ? before : before.RemoveRange(0, before.Length - EntriesPerFlag + 1);
        return new KillJournal(_flags.SetItem(entry.Flag, before.Add(entry)));
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion"u8, SchemaVersion);
            writer.WriteStartObject("flags"u8);
            foreach ((string flag, ImmutableArray<FlagKill> entries) in _flags)
            {
                writer.WriteStartArray(flag);
                foreach (FlagKill entry in entries)
                {
                    Write(writer, entry);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a journal.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message says how.</exception>
    public static KillJournal Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            int version = document.RootElement.GetProperty("schemaVersion").GetInt32();
            return version == SchemaVersion ? Read(document.RootElement.GetProperty("flags"))
                : throw new InvalidDataException($"Its schemaVersion is {version}; this version of the package reads {SchemaVersion}.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static KillJournal Read(JsonElement flags)
    {
        KillJournal journal = Empty;
        foreach (JsonProperty flag in flags.EnumerateObject())
        {
            foreach (JsonElement entry in flag.Value.EnumerateArray())
            {
                journal = journal.With(ReadEntry(flag.Name, entry));
            }
        }

        return journal;
    }

    private static FlagKill ReadEntry(string flag, JsonElement entry) => new(
        flag,
        entry.GetProperty("killed").GetBoolean(),
        entry.GetProperty("actor").GetString() ?? "",
        entry.GetProperty("reason").GetString() ?? "",
        entry.GetProperty("at").GetDateTimeOffset());

    private static void Write(Utf8JsonWriter writer, FlagKill entry)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("killed"u8, entry.IsKill);
        writer.WriteString("actor"u8, entry.Actor);
        writer.WriteString("reason"u8, entry.Reason);
        writer.WriteString("at"u8, entry.At.ToUniversalTime());
        writer.WriteEndObject();
    }
}
