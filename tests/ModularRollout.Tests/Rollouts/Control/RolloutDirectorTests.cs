using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What a stage asks for before the next, and what is said while it is not met.</summary>
public sealed class RolloutDirectorTests
{
    /// <summary>A stage that asks for everything that can be asked for, and the approval of the next.</summary>
    private const string Demanding = """
        { "name": "quarter", "percent": 25, "dwell": "1h", "minSubjects": 500, "lastDrill": "30d" },
        { "name": "half", "percent": 50, "approval": { "from": ["product", "security"], "count": 2 } },
        { "name": "full", "percent": 100 }
        """;

    private const string Proof = """
        { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 }, "prove": {} },
        { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 }, "prove": {}, "onBreach": "hold" },
        { "name": "trial", "events": { "custom": "bounce" }, "noMoreThan": { "timesBaseline": 1.0 }, "dryRun": true }
        """;

    public static TheoryData<string, Action<object>, string> Unmet { get; } = new()
    {
        { "dwell", Of(static s => s.With(static e => e with { Clocks = e.Clocks with { Dwell = TimeSpan.FromHours(1) - TimeSpan.FromTicks(1) } })), "The stage has been healthy for 59m 59s of 1h." },
        { "minSubjects", Of(static s => s.With(static e => e with { Subjects = 499 })), "499 of at least 500 subjects have an outcome." },
        { "unknown", Of(static s => s.With(static e => e with { Unknowns = ["The metrics are gone."] })), "The metrics are gone." },
        { "guard unknown", Of(static s => s.Says("errors", GuardVerdict.Unknown)), "Guard `errors` is Unknown, and NonInferior is needed. errors says so." },
        { "guard inconclusive", Of(static s => s.Says("errors", GuardVerdict.Inconclusive)), "Guard `errors` is Inconclusive, and NonInferior is needed. errors says so." },
        { "comparison not proven", Of(static s => s.Says("errors", GuardVerdict.Healthy)), "Guard `errors` is Healthy, and NonInferior is needed. errors says so." },
        { "budget not proven", Of(static s => s.Says("budget", GuardVerdict.Healthy)), "Guard `budget` is Healthy, and NonInferior is needed. budget says so." },
        { "probe", Of(static s => s.With(static e => e with { Probes = ["Probe `smoke` says: no."] })), "Probe `smoke` says: no." },
        { "obstacle", Of(static s => s.With(static e => e with { Obstacles = ["It comes after the rollout of `x`, which has not completed."] })), "It comes after the rollout of `x`, which has not completed." },
        { "no drill", Of(static s => s.Drilled(null)), "No drill of the plan has been passed; one of the last 30d is needed." },
        { "old drill", Of(static s => s.Drilled(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1))), "The last drill was passed 30d ago; one of the last 30d is needed." },
        { "change hours", Of(static s => s.Now = new DateTimeOffset(2026, 3, 2, 16, 0, 0, TimeSpan.Zero)), "The change hours are closed until 2026-03-09 09:00:00Z." },
        { "open breach", Of(static s => s.Holding(RolloutHoldReason.Breach, "budget").Append(RolloutEntryKind.Resume, s.State.Position.As(RolloutStatus.Running))), "Guard `budget` breached, and nobody has acknowledged it." },
        { "approval", Of(static s => s.SignedOff(1)), "Stage `half` waits for 1 more approval from product or security." },
    };

    [Fact]
    public void Decide_EverythingIsMet_Advances()
    {
        Situation situation = Ready();

        RolloutStep step = situation.Decide();

        Assert.Equal((RolloutEntryKind.Advance, RolloutStatus.Running, 1, 1), (step.Move?.Kind, step.Move!.To.Status, step.Move.To.Stage, step.Move.To.Stretch));
        Assert.Equal("Stage `quarter` met all its conditions. Stage `half` exposes 50 %.", step.Move.Reason);
    }

    [Theory]
    [MemberData(nameof(Unmet))]
    public void Decide_OneConditionIsNotMet_DoesNotAdvanceAndSaysWhy(string condition, Action<object> unmeet, string sentence)
    {
        Situation situation = Ready();
        unmeet(situation);

        RolloutStep step = situation.Decide();

        Assert.True(step.Move is null || (condition == "approval" && step.Move.Kind == RolloutEntryKind.AwaitApproval), Situation.TextOf(step));
        Assert.Equal([sentence], step.Move is null ? step.Waits : [step.Move.Reason]);
    }

    [Theory]
    [MemberData(nameof(Unmet))]
    public void Decide_AwaitingApprovalAndOneConditionIsNotMet_WaitsAndSaysWhy(string condition, Action<object> unmeet, string sentence)
    {
        Situation situation = Ready(isAwaiting: condition != "open breach");
        unmeet(situation);

        RolloutStep step = situation.Decide();

        Assert.Null(step.Move);
        Assert.Equal([sentence], step.Waits);
    }

    [Fact]
    public void Decide_EverythingIsJustMet_Advances()
    {
        Situation situation = Ready().Drilled(TimeSpan.FromDays(30));
        situation.With(static evidence => evidence with { Subjects = 500, Clocks = evidence.Clocks with { Dwell = TimeSpan.FromHours(1) } });

        Assert.Equal(RolloutEntryKind.Advance, situation.Decide().Move?.Kind);
    }

    [Fact]
    public void Decide_AwaitingApprovalWithMoreInTheWay_SaysBoth()
    {
        Situation situation = Ready(isAwaiting: true).SignedOff(0).With(static evidence => evidence with { Obstacles = ["There is a freeze."] });

        Assert.Equal(["Stage `half` waits for 2 more approvals from product or security.", "There is a freeze."], situation.Decide().Waits);
    }

    [Fact]
    public void Decide_NothingIsMet_SaysAllOfIt()
    {
        Situation situation = Ready();
        foreach ((string condition, Action<object> unmeet, string _) in Unmet.Select(static row => row.Data))
        {
            if (condition is not ("open breach" or "guard inconclusive" or "guard unknown" or "no drill" or "approval"))
            {
                unmeet(situation);
            }
        }

        RolloutStep step = situation.Decide();

        Assert.Null(step.Move);
        Assert.Equal(9, step.Waits.Count);
    }

    [Theory]
    [InlineData(GuardVerdict.Breach)]
    [InlineData(GuardVerdict.Unknown)]
    [InlineData(GuardVerdict.Inconclusive)]
    public void Decide_DryRunSaysAnything_AdvancesAllTheSame(GuardVerdict verdict)
    {
        Situation situation = Ready().Says("trial", verdict);

        Assert.Equal(RolloutEntryKind.Advance, situation.Decide().Move?.Kind);
    }

    [Theory]
    [InlineData("errors", RolloutEntryKind.Advance)]
    [InlineData("budget", null)]
    public void Decide_RingWithoutAShare_NeedsProofOfBudgetsAlone(string guard, RolloutEntryKind? expected)
    {
        Situation situation = Situation.At(0, """{ "name": "staff", "audience": "staff" }, { "name": "half", "percent": 50 }""", guards: Proof).Says(guard, GuardVerdict.Healthy);

        Assert.Equal(expected, situation.Decide().Move?.Kind);
    }

    [Fact]
    public void Decide_RingBesideAShare_NeedsProofOfComparisons()
    {
        Situation situation = Situation.At(1, """{ "name": "tenth", "percent": 10 }, { "name": "staff", "audience": "staff" }, { "name": "half", "percent": 50 }""", guards: Proof);

        Assert.Equal(RolloutEntryKind.Advance, situation.Decide().Move?.Kind);
        Assert.Null(situation.Says("errors", GuardVerdict.Healthy).Decide().Move);
    }

    [Fact]
    public void Decide_NoSubjectHasAnOutcome_NeverAdvances()
    {
        Situation situation = Situation.At(0, """{ "name": "a", "percent": 25, "window": "1h", "onWindowEnd": "advance" }, { "name": "b", "percent": 50 }""", guards: "");
        situation.With(static evidence => evidence with { Subjects = 0, Clocks = new RolloutClocks(TimeSpan.FromDays(9), default, TimeSpan.FromDays(9)) });

        Assert.Equal(["0 of at least 1 subjects have an outcome."], situation.Decide().Waits);
        Assert.Equal(RolloutEntryKind.Advance, situation.With(static evidence => evidence with { Subjects = 1 }).Decide().Move?.Kind);
    }

    [Fact]
    public void Decide_LastStageMetAll_Completes()
    {
        Situation situation = Situation.At(2);

        RolloutStep step = situation.Decide();

        Assert.Equal((RolloutEntryKind.Complete, RolloutStatus.Completed, 2, 3), (step.Move?.Kind, step.Move!.To.Status, step.Move.To.Stage, step.Move.To.Stretch));
        Assert.Equal("Stage `full` met all its conditions. Everybody gets the candidate but a holdback of 1 %.", step.Move.Reason);
        Assert.Null(situation.Says("errors", GuardVerdict.Inconclusive).Decide().Move);
    }

    [Fact]
    public void Decide_ApprovalsOfDistinctActors_CountEachActorOnce()
    {
        Situation situation = Ready().SignedOff(0);
        situation.Make(situation.Decide());
        Assert.Equal(RolloutStatus.AwaitingApproval, situation.State.Status);

        foreach ((string actor, string group) in new[] { ("ada", "product"), ("ada", "security"), ("bob", "marketing") })
        {
            situation.Append(RolloutEntryKind.Approve, situation.State.Position, actor, group);
            Assert.Equal(["Stage `half` waits for 1 more approval from product or security."], situation.Decide().Waits);
        }

        situation.Append(RolloutEntryKind.Approve, situation.State.Position, "bob", "product");
        Assert.Equal(RolloutEntryKind.Advance, situation.Decide().Move?.Kind);
    }

    [Theory]
    [InlineData("dwell", true)]
    [InlineData("minSubjects", true)]
    [InlineData("guard inconclusive", true)]
    [InlineData("comparison not proven", true)]
    [InlineData("unknown", false)]
    [InlineData("guard unknown", false)]
    [InlineData("probe", false)]
    [InlineData("obstacle", false)]
    [InlineData("no drill", false)]
    [InlineData("change hours", false)]
    [InlineData("open breach", false)]
    public void Decide_WindowEndAdvances_WaivesWhatTimeAndTrafficBring(string condition, bool isWaived)
    {
        Situation situation = Ready(more: "\"window\": \"2h\", \"onWindowEnd\": \"advance\"");
        Unmet.Single(row => row.Data.Item1 == condition).Data.Item2(situation);
        situation.WindowUsed(TimeSpan.FromHours(2));

        Assert.Equal(isWaived ? RolloutEntryKind.Advance : null, situation.Decide().Move?.Kind);
    }

    /// <summary>Meets everything that can be asked for.</summary>
    private static Situation Ready(bool isAwaiting = false, string more = "\"onBlind\": \"hold\"")
    {
        Situation situation = Situation.At(0, Demanding, Situation.Office + ", " + more, Proof);
        return (isAwaiting ? situation.AwaitingApproval() : situation).Drilled(TimeSpan.FromDays(29)).SignedOff(2);
    }

    private static Action<object> Of(Action<Situation> unmeet) => situation => unmeet((Situation)situation);
}
