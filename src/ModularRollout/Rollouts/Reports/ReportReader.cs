using System.Text.Json;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Reports;

/// <summary>Reads what <see cref="ReportWriter"/> wrote.</summary>
internal static class ReportReader
{
    public static RolloutReport? Read(string detail)
    {
        using var document = JsonDocument.Parse(detail);
        JsonElement json = document.RootElement;
        return json.GetProperty("report").GetInt32() == ReportWriter.Version ? Read(json) : null;
    }

    /// <summary>Reads a note to the report of an attempt.</summary>
    public static ReportNote? ReadNote(RolloutJournalEntry entry, string detail, int attempt)
    {
        using var document = JsonDocument.Parse(detail);
        JsonElement json = document.RootElement;
        return entry.Attempt == attempt && json.GetProperty("note").GetInt32() == ReportWriter.Version
            ? new ReportNote(entry.Time, entry.Actor, Text(json, "learnt"), Text(json, "followUp"))
            : null;
    }

    public static RolloutReport With(RolloutReport report, IReadOnlyList<ReportNote> notes) => new(report.Flag, report.Attempt, report.Status)
    {
        Hypothesis = report.Hypothesis,
        Candidate = report.Candidate,
        Baseline = report.Baseline,
        Actor = report.Actor,
        Reason = report.Reason,
        Started = report.Started,
        Ended = report.Ended,
        Duration = report.Duration,
        Alpha = report.Alpha,
        Guards = report.Guards,
        Stages = report.Stages,
        Evident = report.Evident,
        Expected = report.Expected,
        Notes = notes,
    };

    private static RolloutReport Read(JsonElement json) =>
        new(json.GetProperty("flag").GetString()!, json.GetProperty("attempt").GetInt32(), EntryWords.Read<RolloutStatus>(json.GetProperty("status")))
        {
            Hypothesis = Text(json, "hypothesis"),
            Candidate = json.GetProperty("candidate").GetString()!,
            Baseline = json.GetProperty("baseline").GetString()!,
            Actor = json.GetProperty("actor").GetString()!,
            Reason = json.GetProperty("reason").GetString()!,
            Started = json.GetProperty("started").GetDateTimeOffset(),
            Ended = Time(json, "ended"),
            Duration = Ticks(json, "durationTicks"),
            Alpha = json.GetProperty("alpha").GetDouble(),
            Guards = List(json.GetProperty("guards"), ReadGuard),
            Stages = List(json.GetProperty("stages"), ReadStage),
            Evident = json.GetProperty("learnt").GetString()!,
            Expected = json.GetProperty("followUp").GetString()!,
        };

    private static GuardReport ReadGuard(JsonElement json) => new(json.GetProperty("guard").GetString()!, EntryWords.Read<GuardVerdict>(json.GetProperty("verdict")))
    {
        Sentence = json.GetProperty("sentence").GetString()!,
        IsDryRun = json.GetProperty("dryRun").GetBoolean(),
        TimesBaseline = Number(json, "timesBaseline"),
        Rate = Number(json, "rate"),
        CandidateEvents = json.GetProperty("candidateEvents").GetInt64(),
        BaselineEvents = json.GetProperty("baselineEvents").GetInt64(),
        CandidateOutcomes = json.GetProperty("candidateOutcomes").GetInt64(),
        BaselineOutcomes = json.GetProperty("baselineOutcomes").GetInt64(),
        Estimates = List(json.GetProperty("estimates"), static estimate => new EventEstimate(
            estimate.GetProperty("event").GetString()!,
            estimate.GetProperty("count").GetInt64(),
            estimate.GetProperty("total").GetInt64(),
            new AnytimeInterval(estimate.GetProperty("lower").GetDouble(), Number(estimate, "upper") ?? double.PositiveInfinity))),
    };

    private static StageReport ReadStage(JsonElement json) => new(json.GetProperty("stage").GetString()!, json.GetProperty("index").GetInt32())
    {
        Audience = Text(json, "audience"),
        SharePercent = json.GetProperty("percent").GetDecimal(),
        Entered = json.GetProperty("entered").GetDateTimeOffset(),
        Left = Time(json, "left"),
        Duration = Ticks(json, "durationTicks"),
        Subjects = json.GetProperty("subjects").GetInt64(),
        Candidate = ReadArm(json.GetProperty("candidate")),
        Baseline = ReadArm(json.GetProperty("baseline")),
        Ring = ReadArm(json.GetProperty("ring")),
        Impact = List(json.GetProperty("impact"), static impact => new AttributeImpact(impact.GetProperty("attribute").GetString()!, List(impact.GetProperty("values"), ReadValue))),
    };

    private static ArmReport ReadArm(JsonElement json) => new(
        json.GetProperty("outcomes").GetInt64(),
        json.GetProperty("late").GetInt64(),
        List(json.GetProperty("latency"), static latency => new LatencyInterval(
            latency.GetProperty("quantile").GetDouble(),
            Ticks(latency, "lowerTicks"),
            latency.TryGetProperty("upperTicks", out JsonElement upper) ? new TimeSpan(upper.GetInt64()) : null)));

    private static ValueImpact ReadValue(JsonElement json) => new(json[0].GetString()!, ReadImpact(json, 1), ReadImpact(json, 4), ReadImpact(json, 7));

    private static ArmImpact ReadImpact(JsonElement json, int at) => new(json[at].GetInt64(), json[at + 1].GetInt64(), new TimeSpan(json[at + 2].GetInt64()));

    private static List<T> List<T>(JsonElement json, Func<JsonElement, T> read)
    {
        var list = new List<T>(json.GetArrayLength());
        foreach (JsonElement element in json.EnumerateArray())
        {
            list.Add(read(element));
        }

        return list;
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static double? Number(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement number) ? number.GetDouble() : null;

    private static DateTimeOffset? Time(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement time) ? time.GetDateTimeOffset() : null;

    private static TimeSpan Ticks(JsonElement json, string name) => new(json.GetProperty(name).GetInt64());
}
