using System.Text.Json;
using ModularRollout.Definitions;
using ModularRollout.Definitions.Plans;

namespace ModularRollout.Rollouts.Plans;

/// <summary>Reads a plan whose text was checked.</summary>
internal static class RolloutPlanReader
{
    public static RolloutPlan Read(string flag, ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = DefinitionJson.Parse(utf8);
        JsonElement json = document.RootElement;
        var defaults = new RolloutPlan(flag, "");
        var plan = new RolloutPlan(flag, CanonicalText.Of(utf8.Span))
        {
            Candidate = json.Text("candidate")!,
            Baseline = json.Text("baseline")!,
            By = json.Text("by") is { } by && by != "targetingKey" ? by : null,
            Start = ReadStart(json, out DateTimeOffset? startAt),
            StartAt = startAt,
            Hypothesis = json.Text("hypothesis"),
            After = json.Texts("after"),
            ConflictsWith = json.Texts("conflictsWith"),
            Measure = json.Word("measure", PlanGrammar.Measures, defaults.Measure),
            FalseRollback = json.Number("falseRollback") ?? defaults.FalseRollback,
            FalseAdvance = json.Number("falseAdvance") ?? defaults.FalseAdvance,
            MinOutcomes = json.Whole("minOutcomes", defaults.MinOutcomes),
            Settle = json.Duration("settle") ?? defaults.Settle,
            Window = json.Duration("window"),
            OnWindowEnd = json.Word("onWindowEnd", PlanGrammar.WindowEnds, defaults.OnWindowEnd),
            MaxBlind = json.Duration("maxBlind") ?? defaults.MaxBlind,
            OnBlind = json.Word("onBlind", PlanGrammar.Reactions, defaults.OnBlind),
            OnBreach = json.Word("onBreach", PlanGrammar.Reactions, defaults.OnBreach),
            ChangeHours = json.Member("changeHours") is { } hours ? ReadHours(hours) : null,
            Probes = json.Texts("probes"),
            ReportBy = json.Texts("reportBy"),
            Restart = json.Word("restart", PlanGrammar.Restarts, defaults.Restart),
            MaxAttempts = json.Whole("maxAttempts", defaults.MaxAttempts),
            EscalateTo = json.Texts("escalateTo"),
            Stages = RolloutStageReader.Read(json),
            Guards = RolloutGuardReader.Read(json, defaults.OnBreach),
        };
        return plan;
    }

    private static PlanStart ReadStart(JsonElement json, out DateTimeOffset? startAt)
    {
        startAt = null;
        string start = json.Text("start") ?? PlanGrammar.Starts.All[0];
        if (InstantText.TryParse(start, out long utcTicks))
        {
            startAt = new DateTimeOffset(utcTicks, TimeSpan.Zero);
            return PlanStart.At;
        }

        return start == PlanGrammar.Starts.All[0] ? PlanStart.Manual : PlanStart.OnPublish;
    }

    private static ChangeHours ReadHours(JsonElement json)
    {
        IReadOnlyList<string> names = json.Member("days") is null ? PlanGrammar.Days.All : json.Texts("days");
        var days = new List<DayOfWeek>(names.Count);
        foreach (string name in names)
        {
            days.Add((DayOfWeek)((Array.IndexOf(PlanGrammar.Days.All, name) + 1) % 7));
        }

        return new ChangeHours(days, json.TimeOfDay("from"), json.TimeOfDay("to"), TimeZoneInfo.FindSystemTimeZoneById(json.Text("timeZone") ?? "UTC"));
    }
}
