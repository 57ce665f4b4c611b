using System.Text;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Plans;

public sealed class RolloutPlanTests
{
    private const string Smallest = """{"candidate":"on","baseline":"off","stages":[{"name":"all","percent":100}]}""";

    private const string Full =
        """
        { // everything that can be said
          "candidate": "on", "baseline": "off", "by": "tenant", "start": "2026-11-22T10:00:00+01:00",
          "hypothesis": "No order is lost.", "x-note": "not part of the plan",
          "after": ["payments.v3"], "conflictsWith": ["checkout.old"], "measure": "activity",
          "stages": [
            { "name": "staff", "audience": "staff", "dwell": "1h" },
            { "name": "canary", "percent": 0.5, "dwell": "30m", "minSubjects": 5e2, "window": "3h", "onWindowEnd": "rollback" },
            { "name": "half", "percent": 50, "approval": { "from": ["product", "security"], "count": 2 }, "lastDrill": "30d" },
            { "name": "full", "percent": 100, "dwell": "24h", "holdbackPercent": 1.25, },
          ],
          "guards": [
            { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } },
            { "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 1.5 }, "prove": { "timesBaseline": 1.25 } },
            { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.005 }, "onBreach": "rollback", "prove": { "rate": 0.01 } },
            { "name": "slowest", "events": { "slowerThan": "800ms" }, "noMoreThan": { "rate": 0.01 }, "per": "outcome" },
            { "name": "trial", "events": { "custom": "bounce" }, "noMoreThan": { "timesBaseline": 1.2 }, "dryRun": true }
          ],
          "falseRollback": 0.02, "falseAdvance": 0.1, "minOutcomes": 50, "settle": "90s", "window": "72h", "onWindowEnd": "advance",
          "maxBlind": "20m", "onBlind": "rollback", "onBreach": "hold",
          "changeHours": { "days": ["Mon", "Sun"], "from": "09:00", "to": "16:30", "timeZone": "Europe/Zurich" },
          "probes": ["smoke"], "reportBy": ["country", "plan"], "restart": "sameBuckets", "maxAttempts": 5, "escalateTo": ["sre"],
        }
        """;

    [Fact]
    public void Parse_Smallest_HasTheDefaults()
    {
        RolloutPlan plan = Parse(Smallest);

        Assert.Equal(("f", "on", "off", null), (plan.Flag, plan.Candidate, plan.Baseline, plan.By));
        Assert.Equal((PlanStart.Manual, null, null), (plan.Start, plan.StartAt, plan.Hypothesis));
        Assert.Equal((PlanMeasure.Switch, PlanRestart.NewBuckets, 3), (plan.Measure, plan.Restart, plan.MaxAttempts));
        Assert.Equal((.01, .05, 100, TimeSpan.FromSeconds(60)), (plan.FalseRollback, plan.FalseAdvance, plan.MinOutcomes, plan.Settle));
        Assert.Equal((null, WindowEnd.Hold), (plan.Window, plan.OnWindowEnd));
        Assert.Equal((TimeSpan.FromMinutes(15), RolloutReaction.Hold, RolloutReaction.RollBack), (plan.MaxBlind, plan.OnBlind, plan.OnBreach));
        Assert.Null(plan.ChangeHours);
        Assert.All([plan.After, plan.ConflictsWith, plan.Probes, plan.ReportBy, plan.EscalateTo], Assert.Empty);
        Assert.Empty(plan.Guards);
    }

    [Fact]
    public void Parse_SmallestStage_HasTheDefaults()
    {
        RolloutStage stage = Assert.Single(Parse(Smallest).Stages);

        Assert.Equal(("all", 0, null, 100m, 0m, 100m, false), (stage.Name, stage.Index, stage.Audience, stage.Percent, stage.HoldbackPercent, stage.SharePercent, stage.IsRing));
        Assert.Equal((TimeSpan.Zero, 0, null, null, WindowEnd.Hold), (stage.Dwell, stage.MinSubjects, stage.LastDrill, stage.Window, stage.OnWindowEnd));
        Assert.Null(stage.Approval);
    }

    [Fact]
    public void Parse_Full_HasEverythingThatIsSaid()
    {
        RolloutPlan plan = Parse(Full);

        Assert.Equal(("tenant", PlanStart.At, new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero)), (plan.By, plan.Start, plan.StartAt));
        Assert.Equal("No order is lost.", plan.Hypothesis);
        Assert.Equal((PlanMeasure.Activity, PlanRestart.SameBuckets, 5), (plan.Measure, plan.Restart, plan.MaxAttempts));
        Assert.Equal((.02, .1, 50, TimeSpan.FromSeconds(90)), (plan.FalseRollback, plan.FalseAdvance, plan.MinOutcomes, plan.Settle));
        Assert.Equal((TimeSpan.FromHours(72), WindowEnd.Advance), (plan.Window, plan.OnWindowEnd));
        Assert.Equal((TimeSpan.FromMinutes(20), RolloutReaction.RollBack, RolloutReaction.Hold), (plan.MaxBlind, plan.OnBlind, plan.OnBreach));
        Assert.Equal([["payments.v3"], ["checkout.old"], ["smoke"], ["country", "plan"], ["sre"]], new[] { plan.After, plan.ConflictsWith, plan.Probes, plan.ReportBy, plan.EscalateTo });
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Sunday], plan.ChangeHours!.Days);
        Assert.Equal((new TimeOnly(9, 0), new TimeOnly(16, 30), "Europe/Zurich"), (plan.ChangeHours.From, plan.ChangeHours.To, plan.ChangeHours.TimeZone.Id));
    }

    [Fact]
    public void Parse_FullStages_HaveTheirOwnAndThePlansWindow()
    {
        IReadOnlyList<RolloutStage> stages = Parse(Full).Stages;

        Assert.Equal(["staff 0 0", "canary 1 0.5", "half 2 50", "full 3 98.75"], stages.Select(static stage => FormattableString.Invariant($"{stage.Name} {stage.Index} {stage.SharePercent}")));
        Assert.Equal([true, false, false, false], stages.Select(static stage => stage.IsRing));
        Assert.Equal([60, 30, 0, 1440], stages.Select(static stage => stage.Dwell.TotalMinutes));
        Assert.Equal([72, 3, 72, 72], stages.Select(static stage => stage.Window!.Value.TotalHours));
        Assert.Equal([WindowEnd.Advance, WindowEnd.RollBack, WindowEnd.Advance, WindowEnd.Advance], stages.Select(static stage => stage.OnWindowEnd));
        Assert.Equal(500, stages[1].MinSubjects);
        Assert.Equal(TimeSpan.FromDays(30), stages[2].LastDrill);
        Assert.Equal(["product", "security"], stages[2].Approval!.From);
        Assert.Equal(2, stages[2].Approval!.Count);
    }

    [Fact]
    public void Parse_FullGuards_HaveTheirOwnAndThePlansReaction()
    {
        IReadOnlyList<RolloutGuard> guards = Parse(Full).Guards;

        Assert.Equal(["errors 0", "latency 1", "budget 2", "slowest 3", "trial 4"], guards.Select(static guard => $"{guard.Name} {guard.Index}"));
        Assert.Equal([GuardEventKind.Errors, GuardEventKind.Slow, GuardEventKind.Errors, GuardEventKind.SlowerThan, GuardEventKind.Custom], guards.Select(static guard => guard.Events.Kind));
        Assert.Equal([null, null, null, TimeSpan.FromMilliseconds(800), null], guards.Select(static guard => guard.Events.Threshold));
        Assert.Equal("bounce", guards[4].Events.Name);
        Assert.Equal([true, true, false, false, true], guards.Select(static guard => guard.NoMoreThan.IsComparison));
        Assert.Equal([1.0, 1.5, null, null, 1.2], guards.Select(static guard => guard.NoMoreThan.TimesBaseline));
        Assert.Equal([null, null, .005, .01, null], guards.Select(static guard => guard.NoMoreThan.Rate));
        Assert.Equal((1.25, .01), (guards[1].Prove!.TimesBaseline, guards[2].Prove!.Rate));
        Assert.Equal([GuardScope.Subject, GuardScope.Subject, GuardScope.Subject, GuardScope.Outcome, GuardScope.Subject], guards.Select(static guard => guard.Per));
        Assert.Equal([RolloutReaction.Hold, RolloutReaction.Hold, RolloutReaction.RollBack, RolloutReaction.Hold, RolloutReaction.Hold], guards.Select(static guard => guard.OnBreach));
        Assert.Equal([false, false, false, false, true], guards.Select(static guard => guard.IsDryRun));
    }

    [Fact]
    public void Parse_EmptyProof_MeansTheUsual()
    {
        IReadOnlyList<RolloutGuard> guards = Parse(Smallest[..^1] + """
            ,"guards":[{"name":"a","events":"errors","noMoreThan":{"timesBaseline":1},"prove":{}},{"name":"b","events":"errors","noMoreThan":{"rate":0.02},"prove":{}}]}
            """).Guards;

        Assert.Equal((1.25, null), (guards[0].Prove!.TimesBaseline, guards[0].Prove!.Rate));
        Assert.Equal((null, .02), (guards[1].Prove!.TimesBaseline, guards[1].Prove!.Rate));
    }

    [Theory]
    [InlineData(""" "changeHours":{"from":"09:00","to":"16:00"} """, 7)]
    [InlineData(""" "changeHours":{"from":"09:00","to":"16:00","days":["Mon","Tue","Wed","Thu","Fri","Sat","Sun"]} """, 7)]
    [InlineData(""" "changeHours":{"from":"09:00","to":"16:00","days":["Sat"]} """, 1)]
    public void Parse_ChangeHours_AreInUtcAndDailyUnlessSaid(string hours, int days)
    {
        ChangeHours read = Parse($"{Smallest[..^1]},{hours}}}").ChangeHours!;

        Assert.Equal(TimeZoneInfo.Utc.Id, read.TimeZone.Id);
        Assert.Equal(days, read.Days.Distinct().Count());
        Assert.Contains(DayOfWeek.Saturday, read.Days);
    }

    [Fact]
    public void Parse_OnPublish_StartsThen() => Assert.Equal(PlanStart.OnPublish, Parse(Smallest[..^1] + ""","start":"onPublish"}""").Start);

    [Fact]
    public void Parse_ByTargetingKey_IsTheDefault() => Assert.Null(Parse(Smallest[..^1] + ""","by":"targetingKey"}""").By);

    [Fact]
    public void Json_OfAPlan_HasNoCommentsAndReadsTheSame()
    {
        RolloutPlan plan = Parse(Full);

        Assert.StartsWith("""{"candidate":"on","baseline":"off","by":"tenant","start":"2026-11-22T10:00:00+01:00","hypothesis":"No order is lost.","after":["payments.v3"],""", plan.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("x-note", plan.Json, StringComparison.Ordinal);
        Assert.Equal(plan.Json, Parse(plan.Json).Json);
        Assert.Equal(Smallest, Parse(Smallest).Json);
    }

    [Fact]
    public void Parse_ByteOrderMark_IsNoPartOfThePlan() =>
        Assert.Equal(Smallest, RolloutPlan.Parse("f", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Smallest)]).Json);

    [Theory]
    [InlineData("", "the plan of f(1,1): error MR1001 : The document ends too early; close every object, list and string.")]
    [InlineData("[]", "the plan of f(1,1): error MR1004 : The value is a list; write an object.")]
    [InlineData("""{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}]} 1""", "the plan of f(1,73): error MR1001 : The document is not JSON: '1' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("""{"candidate":"on","baseline":"off","stages":[]}""", "the plan of f(1,45): error MR1015 stages: The plan has no stages; write at least one.")]
    [InlineData(
        """{"candidate":"on","baseline":"on","stages":[{"name":"a","percent":101}]}""",
        "the plan of f(1,1): error MR1027 : `on` is both candidate and baseline; a rollout moves from one variant to another.",
        "the plan of f(1,67): error MR1024 stages[0].percent: 101 is out of range; write a percentage from 0 to 100.")]
    public void Parse_NoValidPlan_TellsAllThatIsWrong(string json, params string[] expected)
    {
        DefinitionException refused = Assert.Throws<DefinitionException>(() => Parse(json));

        Assert.Equal(expected, refused.Diagnostics.Select(static diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void Of_FlagOfASnapshot_IsItsPlan()
    {
        using FeatureGate gate = A.Gate($$"""{ "flags": { "g": { "rollout": {{Smallest}} }, "h": {} } }""");

        RolloutPlan? plan = RolloutPlan.Of(gate.Current.Flags[0]);

        Assert.Equal(("g", Smallest), (plan!.Flag, plan.Json));
        Assert.Null(RolloutPlan.Of(gate.Current.Flags[1]));
    }

    private static RolloutPlan Parse(string json) => RolloutPlan.Parse("f", Encoding.UTF8.GetBytes(json));
}
