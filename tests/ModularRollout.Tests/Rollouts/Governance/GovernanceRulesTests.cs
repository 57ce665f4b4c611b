using System.Text;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Governance;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Governance;

/// <summary>Each rule, a moment before it finds something and at the moment it does.</summary>
public sealed class GovernanceRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_tick = TimeSpan.FromTicks(1);

    /// <summary>A flag with which nothing is wrong.</summary>
    private static readonly GovernanceFacts s_good = new()
    {
        Flag = "checkout",
        Now = s_now,
        Owner = "shop",
        Expires = new DateOnly(2027, 11, 26),
        RemovalPlan = "delete the old form",
        HasOperators = true,
        LastDecided = s_now,
        WatchedSince = s_now - (100 * s_day),
    };

    private static readonly GovernanceFacts s_rollout = Under(RolloutStatus.Running);

    [Fact]
    public void Check_FlagInOrder_FindsNothing()
    {
        Assert.Empty(Find(s_good));
        Assert.Empty(Find(s_rollout));
    }

    [Fact]
    public void MR3001_NoOwner() => Turns("MR3001", GovernanceSeverity.Warning, s_good, s_good with { Owner = null });

    [Fact]
    public void MR3002_NoEnd()
    {
        Turns("MR3002", GovernanceSeverity.Warning, s_good, s_good with { Expires = null });
        Assert.Empty(Find(s_good with { Expires = null, IsPermanent = true }));
    }

    [Fact]
    public void MR3003_NoRemovalPlan()
    {
        Turns("MR3003", GovernanceSeverity.Warning, s_good, s_good with { RemovalPlan = null });
        Assert.Empty(Find(s_good with { Expires = null, IsPermanent = true, RemovalPlan = null }));
    }

    [Fact]
    public void MR3004_Expired_OnTheDayAfterItsLast()
    {
        GovernanceFacts flag = s_good with { Expires = new DateOnly(2026, 11, 26) };

        Turns(
            "MR3004", GovernanceSeverity.Error,
            flag with { Now = new DateTimeOffset(2026, 11, 26, 23, 59, 59, TimeSpan.Zero), LastDecided = s_now + s_day },
            flag with { Now = new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero) });
    }

    [Fact]
    public void MR3005_ExpiresSoon()
    {
        GovernanceFacts flag = s_good with { Expires = new DateOnly(2026, 12, 10) };
        DateTimeOffset end = new(2026, 12, 11, 0, 0, 0, TimeSpan.Zero);

        Turns("MR3005", GovernanceSeverity.Note, flag with { Now = end - (14 * s_day) - s_tick }, flag with { Now = end - (14 * s_day) });
        Assert.Equal(["MR3004"], Find(flag with { Now = end }));
    }

    [Fact]
    public void MR3006_NotDecided_NeverOrNotLately()
    {
        Turns("MR3006", GovernanceSeverity.Warning, s_good with { LastDecided = s_now - (30 * s_day) + s_tick }, s_good with { LastDecided = s_now - (30 * s_day) });
        Turns(
            "MR3006", GovernanceSeverity.Warning,
            s_good with { LastDecided = null, WatchedSince = s_now - (30 * s_day) + s_tick },
            s_good with { LastDecided = null, WatchedSince = s_now - (30 * s_day) });
    }

    [Fact]
    public void MR3007_KilledForLong()
    {
        FlagKill At(TimeSpan ago) => new("checkout", isKill: true, "ada", "orders are lost.", s_now - ago);

        Turns("MR3007", GovernanceSeverity.Warning, s_good with { Kill = At((7 * s_day) - s_tick) }, s_good with { Kill = At(7 * s_day) });
        Assert.Equal(["MR3007"], Find(new GovernanceFacts { Flag = "gone", Now = s_now, IsDefined = false, Kill = At(8 * s_day), WatchedSince = s_now }));
    }

    [Fact]
    public void MR3101_CompletedAndStillHere() => Turns(
        "MR3101", GovernanceSeverity.Warning, Under(RolloutStatus.Completed, (30 * s_day) - s_tick), Under(RolloutStatus.Completed, 30 * s_day));

    [Theory]
    [InlineData(RolloutStatus.Holding, 3.0)]
    [InlineData(RolloutStatus.AwaitingApproval, 3.0)]
    [InlineData(RolloutStatus.Running, 3.5)]
    [InlineData(RolloutStatus.Scheduled, 3.0)]
    public void MR3102_Stuck(RolloutStatus status, double days) => Turns(
        "MR3102", GovernanceSeverity.Warning, Under(status, TimeSpan.FromDays(days) - s_tick), Under(status, TimeSpan.FromDays(days)));

    [Fact]
    public void MR3102_ADraft_IsNotStuck() => Assert.Empty(Find(Under(RolloutStatus.Draft, 300 * s_day)));

    [Theory]
    [InlineData(RolloutStatus.RolledBack)]
    [InlineData(RolloutStatus.Aborted)]
    [InlineData(RolloutStatus.Expired)]
    public void MR3103_Abandoned(RolloutStatus status) => Turns(
        "MR3103", GovernanceSeverity.Warning, Under(status, (14 * s_day) - s_tick), Under(status, 14 * s_day));

    [Fact]
    public void MR3104_DrillMissingOrOld()
    {
        const string drilled = """ "lastDrill": "30d", """;
        GovernanceFacts With(TimeSpan? ago) => Under(RolloutStatus.Running, plan: PlanOf(more: drilled), drill: s_now - ago);

        Turns("MR3104", GovernanceSeverity.Warning, With(30 * s_day), With((30 * s_day) + s_tick));
        Turns("MR3104", GovernanceSeverity.Warning, s_rollout, With(null));
        Assert.Empty(Find(Under(RolloutStatus.Completed, plan: PlanOf(more: drilled))));
    }

    [Fact]
    public void MR3105_NoOperators()
    {
        Turns("MR3105", GovernanceSeverity.Warning, s_rollout, s_rollout with { HasOperators = false });
        Assert.Empty(Find(s_good with { HasOperators = false }));
    }

    [Fact]
    public void MR3106_NothingTakesItBack()
    {
        Turns("MR3106", GovernanceSeverity.Error, s_rollout, Under(RolloutStatus.Running, plan: PlanOf(guards: "")));
        Turns("MR3106", GovernanceSeverity.Error, s_rollout, Under(RolloutStatus.Draft, plan: PlanOf(guards: """{ "name": "errors", "events": "errors", "noMoreThan": { "rate": 0.1 }, "dryRun": true }""")));
    }

    [Fact]
    public void MR3107_NoHypothesis() => Turns("MR3107", GovernanceSeverity.Note, s_rollout, Under(RolloutStatus.Running, plan: PlanOf(hypothesis: "")));

    [Fact]
    public void MR3108_NobodyIsTold() => Turns("MR3108", GovernanceSeverity.Warning, s_rollout, Under(RolloutStatus.Running, plan: PlanOf(escalateTo: "")));

    [Fact]
    public void Check_PlanThatNobodyLooksAfterYet_IsCheckedAsAPlan() =>
        Assert.Equal(["MR3106"], Find(s_good with { Plan = PlanOf(guards: "") }));

    [Fact]
    public void Of_IgnoredCode_IsLeftOut()
    {
        var options = new GovernanceOptions();
        options.Ignored.Add("MR3001");

        Assert.Equal(["MR3002"], GovernanceFindings.Of([s_good with { Owner = null, Expires = null }], options).Select(static finding => finding.Code));
    }

    [Fact]
    public void Of_Findings_AreTheGravestFirstThenByFlagAndCode()
    {
        GovernanceFacts bad = s_good with { Owner = null, RemovalPlan = null, Expires = new DateOnly(2026, 1, 1) };

        string[] order = [.. GovernanceFindings.Of([bad with { Flag = "b" }, bad with { Flag = "a" }], new GovernanceOptions()).Select(static finding => $"{finding.Flag} {finding.Code}")];

        Assert.Equal(["a MR3004", "b MR3004", "a MR3001", "a MR3003", "b MR3001", "b MR3003"], order);
    }

    [Fact]
    public void Options_NegativeSpan_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(static () => new GovernanceOptions { KilledFor = TimeSpan.FromTicks(-1) });

    [Fact]
    public void Options_LongestSpans_FindNothingThatTimeBrings()
    {
        var never = new GovernanceOptions { UndecidedFor = TimeSpan.MaxValue, KilledFor = TimeSpan.MaxValue, CompletedFor = TimeSpan.MaxValue, StuckFor = TimeSpan.MaxValue, EndedFor = TimeSpan.MaxValue };

        Assert.All(Enum.GetValues<RolloutStatus>(), status => Assert.Empty(GovernanceFindings.Of([Under(status, 9999 * s_day) with { LastDecided = null }], never)));
    }

    private static string[] Find(GovernanceFacts flag) => [.. GovernanceFindings.Of([flag], new GovernanceOptions()).Select(static finding => finding.Code)];

    /// <summary>Asserts that one finding comes, and nothing else does.</summary>
    private static void Turns(string code, GovernanceSeverity severity, GovernanceFacts before, GovernanceFacts after)
    {
        Assert.DoesNotContain(code, Find(before));
        GovernanceFinding finding = Assert.Single(GovernanceFindings.Of([after], new GovernanceOptions()));
        Assert.Equal((code, severity, after.Flag), (finding.Code, finding.Severity, finding.Flag));
        Assert.All([finding.Sentence, finding.Remedy], static sentence => Assert.Matches(@"^[A-Z`].*[a-z\.]$", sentence));
    }

    private static GovernanceFacts Under(RolloutStatus status, TimeSpan ago = default, RolloutPlan? plan = null, DateTimeOffset? drill = null)
    {
        plan ??= PlanOf(start: status == RolloutStatus.Scheduled ? s_now - ago : null);
        bool isExposed = status is RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval;
        return s_good with
        {
            Plan = plan,
            Rollout = new RolloutProgress(plan) { Status = status, Since = s_now - ago, StageSince = s_now - ago, Stage = isExposed ? plan.Stages[0] : null, LastDrill = drill },
        };
    }

    private static RolloutPlan PlanOf(
        string more = "", string guards = """{ "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } }""", string hypothesis = "nothing is lost", string escalateTo = "\"sre\"", DateTimeOffset? start = null) =>
        RolloutPlan.Parse("checkout", Encoding.UTF8.GetBytes(
            $$"""
            { "candidate": "on", "baseline": "off", {{(hypothesis.Length == 0 ? "" : $"\"hypothesis\": \"{hypothesis}\",")}} {{(start is { } at ? $"\"start\": \"{at.UtcDateTime:O}\"," : "")}}
              "stages": [ { "name": "tenth", {{more}} "percent": 10, "dwell": "12h" }, { "name": "full", "percent": 100 } ],
              "guards": [ {{guards}} ], "escalateTo": [ {{escalateTo}} ] }
            """));
}
