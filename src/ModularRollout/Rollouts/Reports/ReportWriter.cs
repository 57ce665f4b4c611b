using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Reports;

/// <summary>Writes reports and notes as JSON, for the details of journal entries.</summary>
internal static class ReportWriter
{
    /// <summary>How a report begins, and no note does.</summary>
    public const string Opening = """{"report":""";

    public const int Version = 1;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(RolloutReport report) => Write(json =>
    {
        json.WriteNumber("report"u8, Version);
        WriteHead(json, report);
        json.WriteStartArray("guards"u8);
        foreach (GuardReport guard in report.Guards)
        {
            WriteGuard(json, guard);
        }

        json.WriteEndArray();
        json.WriteStartArray("stages"u8);
        foreach (StageReport stage in report.Stages)
        {
            WriteStage(json, stage);
        }

        json.WriteEndArray();
    });

    public static string WriteNote(string? learnt, string? followUp) => Write(json =>
    {
        json.WriteNumber("note"u8, Version);
        WriteText(json, "learnt", learnt);
        WriteText(json, "followUp", followUp);
    });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, s_options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void WriteHead(Utf8JsonWriter json, RolloutReport report)
    {
        json.WriteString("flag"u8, report.Flag);
        json.WriteNumber("attempt"u8, report.Attempt);
        json.WriteString("status"u8, EntryWords.Of(report.Status));
        WriteText(json, "hypothesis", report.Hypothesis);
        json.WriteString("candidate"u8, report.Candidate);
        json.WriteString("baseline"u8, report.Baseline);
        json.WriteString("actor"u8, report.Actor);
        json.WriteString("reason"u8, report.Reason);
        WriteTime(json, "started", report.Started);
        WriteTime(json, "ended", report.Ended);
        json.WriteNumber("durationTicks"u8, report.Duration.Ticks);
        json.WriteNumber("alpha"u8, report.Alpha);
        json.WriteString("learnt"u8, report.Evident);
        json.WriteString("followUp"u8, report.Expected);
    }

    private static void WriteGuard(Utf8JsonWriter json, GuardReport guard)
    {
        json.WriteStartObject();
        json.WriteString("guard"u8, guard.Guard);
        json.WriteString("verdict"u8, EntryWords.Of(guard.Verdict));
        json.WriteString("sentence"u8, guard.Sentence);
        json.WriteBoolean("dryRun"u8, guard.IsDryRun);
        WriteOptional(json, "timesBaseline", guard.TimesBaseline);
        WriteOptional(json, "rate", guard.Rate);
        json.WriteNumber("candidateEvents"u8, guard.CandidateEvents);
        json.WriteNumber("baselineEvents"u8, guard.BaselineEvents);
        json.WriteNumber("candidateOutcomes"u8, guard.CandidateOutcomes);
        json.WriteNumber("baselineOutcomes"u8, guard.BaselineOutcomes);
        json.WriteStartArray("estimates"u8);
        foreach (EventEstimate estimate in guard.Estimates)
        {
            json.WriteStartObject();
            json.WriteString("event"u8, estimate.Event);
            json.WriteNumber("count"u8, estimate.Count);
            json.WriteNumber("total"u8, estimate.Total);
            json.WriteNumber("lower"u8, estimate.Interval.Lower);
            WriteOptional(json, "upper", double.IsFinite(estimate.Interval.Upper) ? estimate.Interval.Upper : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStage(Utf8JsonWriter json, StageReport stage)
    {
        json.WriteStartObject();
        json.WriteString("stage"u8, stage.Name);
        json.WriteNumber("index"u8, stage.Index);
        WriteText(json, "audience", stage.Audience);
        json.WriteNumber("percent"u8, stage.SharePercent);
        WriteTime(json, "entered", stage.Entered);
        WriteTime(json, "left", stage.Left);
        json.WriteNumber("durationTicks"u8, stage.Duration.Ticks);
        json.WriteNumber("subjects"u8, stage.Subjects);
        WriteArm(json, "candidate", stage.Candidate);
        WriteArm(json, "baseline", stage.Baseline);
        WriteArm(json, "ring", stage.Ring);
        json.WriteStartArray("impact"u8);
        foreach (AttributeImpact impact in stage.Impact)
        {
            WriteImpact(json, impact);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteArm(Utf8JsonWriter json, string name, ArmReport arm)
    {
        json.WriteStartObject(name);
        json.WriteNumber("outcomes"u8, arm.Outcomes);
        json.WriteNumber("late"u8, arm.Late);
        json.WriteStartArray("latency"u8);
        foreach (LatencyInterval latency in arm.Latency)
        {
            json.WriteStartObject();
            json.WriteNumber("quantile"u8, latency.Quantile);
            json.WriteNumber("lowerTicks"u8, latency.Lower.Ticks);
            if (latency.Upper is { } upper)
            {
                json.WriteNumber("upperTicks"u8, upper.Ticks);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteImpact(Utf8JsonWriter json, AttributeImpact impact)
    {
        json.WriteStartObject();
        json.WriteString("attribute"u8, impact.Attribute);
        json.WriteStartArray("values"u8);
        foreach (ValueImpact value in impact.Values)
        {
            json.WriteStartArray();
            json.WriteStringValue(value.Value);
            foreach (ArmImpact arm in (ReadOnlySpan<ArmImpact>)[value.Candidate, value.Baseline, value.Ring])
            {
                json.WriteNumberValue(arm.Outcomes);
                json.WriteNumberValue(arm.Failures);
                json.WriteNumberValue(arm.Duration.Ticks);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
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
