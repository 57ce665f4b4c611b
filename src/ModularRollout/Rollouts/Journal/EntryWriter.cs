using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModularRollout.Rollouts.Journal;

/// <summary>Writes entries: one line of JSON each, its properties in a fixed order, every instant in UTC.</summary>
internal static class EntryWriter
{
    public const int Version = 1;

    /// <summary>Quotes are escaped as people expect; the lines are for files, never for a page.</summary>
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(RolloutEntryDraft draft, long sequence, string? previousHash)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, Version);
            WritePlace(json, draft, sequence);
            WriteWhat(json, draft);
            WriteEvidence(json, draft);
            WriteText(json, "snapshot", draft.SnapshotHash);
            WriteText(json, "definition", draft.Definition);
            WriteText(json, "kept", draft.Kept);
            WriteText(json, "detail", draft.Detail);
            WriteText(json, "previous", previousHash);
            json.WriteEndObject();
        }

        return EntrySeal.Close(line.WrittenSpan);
    }

    private static void WritePlace(Utf8JsonWriter json, RolloutEntryDraft draft, long sequence)
    {
        json.WriteString("flag"u8, draft.Flag);
        json.WriteNumber("attempt"u8, draft.Attempt);
        json.WriteNumber("sequence"u8, sequence);
        json.WriteString("time"u8, draft.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    private static void WriteWhat(Utf8JsonWriter json, RolloutEntryDraft draft)
    {
        json.WriteString("actor"u8, draft.Actor);
        json.WriteString("kind"u8, EntryWords.Of(draft.Kind));
        WritePosition(json, "from", draft.From);
        WritePosition(json, "to", draft.To);
        json.WriteString("reason"u8, draft.Reason);
    }

    private static void WritePosition(Utf8JsonWriter json, string name, in RolloutPosition position)
    {
        json.WriteStartObject(name);
        json.WriteString("status"u8, EntryWords.Of(position.Status));
        json.WriteNumber("stage"u8, position.Stage);
        json.WriteString("holdReason"u8, EntryWords.Of(position.HoldReason));
        WriteText(json, "guard", position.Guard);
        json.WriteNumber("stretch"u8, position.Stretch);
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, RolloutEntryDraft draft)
    {
        json.WriteStartArray("verdicts"u8);
        foreach (GuardReading reading in draft.Verdicts)
        {
            WriteReading(json, reading);
        }

        json.WriteEndArray();
        json.WriteStartObject("counters"u8);
        foreach ((string name, long count) in new SortedDictionary<string, long>(new Dictionary<string, long>(draft.Counters), StringComparer.Ordinal))
        {
            json.WriteNumber(name, count);
        }

        json.WriteEndObject();
    }

    private static void WriteReading(Utf8JsonWriter json, GuardReading reading)
    {
        json.WriteStartObject();
        json.WriteString("guard"u8, reading.Guard);
        json.WriteString("verdict"u8, EntryWords.Of(reading.Verdict));
        WriteDouble(json, "log", reading.Log);
        WriteDouble(json, "logLimit", reading.LogLimit);
        json.WriteNumber("candidateEvents"u8, reading.CandidateEvents);
        json.WriteNumber("baselineEvents"u8, reading.BaselineEvents);
        json.WriteNumber("candidateOutcomes"u8, reading.CandidateOutcomes);
        json.WriteNumber("baselineOutcomes"u8, reading.BaselineOutcomes);
        json.WriteString("sentence"u8, reading.Sentence);
        json.WriteEndObject();
    }

    /// <summary>JSON has no infinities: they are text.</summary>
    private static void WriteDouble(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}
