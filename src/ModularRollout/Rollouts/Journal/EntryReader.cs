using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ModularRollout.Rollouts.Journal;

/// <summary>Reads entries from lines whose seal was checked.</summary>
internal static class EntryReader
{
    /// <summary>Reads an entry.</summary>
    /// <param name="line">The line, which the entry keeps.</param>
    /// <exception cref="InvalidDataException">It is no entry this version of the package reads; the message says how.</exception>
    public static RolloutJournalEntry Read(byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement entry = document.RootElement;
            int version = entry.GetProperty("version").GetInt32();
            return version == EntryWriter.Version ? Read(line, entry)
                : throw new InvalidDataException($"The entry's version is {version}; this version of the package reads {EntryWriter.Version}.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The line is no entry of a journal: {exception.Message}", exception);
        }
    }

    private static RolloutJournalEntry Read(byte[] line, JsonElement entry) => new(line, EntrySeal.Of(line))
    {
        Flag = Text(entry, "flag"),
        Attempt = entry.GetProperty("attempt").GetInt32(),
        Sequence = entry.GetProperty("sequence").GetInt64(),
        Time = entry.GetProperty("time").GetDateTimeOffset(),
        Actor = Text(entry, "actor"),
        Kind = EntryWords.Read<RolloutEntryKind>(entry.GetProperty("kind")),
        From = ReadPosition(entry.GetProperty("from")),
        To = ReadPosition(entry.GetProperty("to")),
        Reason = Text(entry, "reason"),
        Verdicts = ReadVerdicts(entry.GetProperty("verdicts")),
        Counters = ReadCounters(entry.GetProperty("counters")),
        SnapshotHash = OptionalText(entry, "snapshot"),
        Definition = OptionalText(entry, "definition"),
        Kept = OptionalText(entry, "kept"),
        Detail = OptionalText(entry, "detail"),
        PreviousHash = OptionalText(entry, "previous"),
    };

    private static RolloutPosition ReadPosition(JsonElement position) => new(
        EntryWords.Read<RolloutStatus>(position.GetProperty("status")),
        position.GetProperty("stage").GetInt32(),
        EntryWords.Read<RolloutHoldReason>(position.GetProperty("holdReason")),
        OptionalText(position, "guard"),
        position.GetProperty("stretch").GetInt32());

    private static ImmutableArray<GuardReading> ReadVerdicts(JsonElement verdicts)
    {
        var readings = ImmutableArray.CreateBuilder<GuardReading>();
        foreach (JsonElement verdict in verdicts.EnumerateArray())
        {
            readings.Add(new GuardReading(Text(verdict, "guard"), EntryWords.Read<GuardVerdict>(verdict.GetProperty("verdict")))
            {
                Log = Double(verdict.GetProperty("log")),
                LogLimit = Double(verdict.GetProperty("logLimit")),
                CandidateEvents = verdict.GetProperty("candidateEvents").GetInt64(),
                BaselineEvents = verdict.GetProperty("baselineEvents").GetInt64(),
                CandidateOutcomes = verdict.GetProperty("candidateOutcomes").GetInt64(),
                BaselineOutcomes = verdict.GetProperty("baselineOutcomes").GetInt64(),
                Sentence = Text(verdict, "sentence"),
            });
        }

        return readings.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, long> ReadCounters(JsonElement counters)
    {
        ImmutableSortedDictionary<string, long>.Builder read = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (JsonProperty counter in counters.EnumerateObject())
        {
            read[counter.Name] = counter.Value.GetInt64();
        }

        return read.ToImmutable();
    }

    private static double Double(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString() ?? "";

    private static string? OptionalText(JsonElement owner, string name) => owner.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;
}
