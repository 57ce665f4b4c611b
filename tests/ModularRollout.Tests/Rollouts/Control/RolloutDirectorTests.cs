using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class RolloutDirectorTests
{
    private const string Office = "\"changeHours\": { \"days\": [\"Mon\"], \"from\": \"09:00\", \"to\": \"16:00\" }";

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

    [Fact]
    public void Decide_FirstStageNeedsApproval_ExposesNothingBeforeIt()
    {
        var situation = new Situation("""{ "name": "half", "percent": 50, "approval": { "from": ["product"] } }, { "name": "full", "percent": 100 }""", "\"start\": \"onPublish\"");
        situation.Make(situation.Decide());

        Assert.Equal((RolloutStatus.AwaitingApproval, -1, 1), (situation.State.Status, situation.State.Stage, situation.State.Attempt));
        Assert.Null(Exposures.Of(situation.Plan, situation.State, null));
        Assert.Equal(["Stage `half` waits for 1 more approval from product."], situation.Decide().Waits);

        situation.Make(situation.Give(RolloutCommandKind.Approve, "ada", "product"), "ada");
        RolloutStep step = situation.Decide();
        Assert.Equal((RolloutEntryKind.Advance, 0, 0), (step.Move?.Kind, step.Move!.To.Stage, step.Move.To.Stretch));
        Assert.Equal("Stage `half` is approved. It exposes 50 %.", step.Move.Reason);
        Assert.Null(situation.With(static evidence => evidence with { Obstacles = ["There is a freeze."] }).Decide().Move);
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public void Decide_RollbackBreach_RollsBackWhateverElseIsTheCase(string state)
    {
        Situation situation = Reach(state).Blind(TimeSpan.FromDays(1)).WindowUsed(TimeSpan.FromDays(9)).Says("errors", GuardVerdict.Breach).Says("orders", GuardVerdict.Breach);
        situation.With(static evidence => evidence with { IsDefined = false, Obstacles = ["There is a freeze."], Probes = ["No."] });
        situation.Now = new DateTimeOffset(2026, 3, 8, 3, 0, 0, TimeSpan.Zero);

        RolloutStep step = situation.Decide();

        Assert.Equal((RolloutEntryKind.RollBack, RolloutStatus.RolledBack), (step.Move?.Kind, step.Move?.To.Status));
        Assert.Equal("Guard `errors` reached its limit. errors says so.", step.Move!.Reason);
        Assert.Null(Exposures.Of(situation.Plan, situation.Make(step).State, null));
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public void Decide_HoldBreach_HoldsInEveryGuardedState(string state)
    {
        Situation situation = Reach(state).Blind(TimeSpan.FromDays(1)).Says("orders", GuardVerdict.Breach);

        RolloutStep step = situation.Decide();

        Assert.Equal((RolloutEntryKind.Hold, RolloutHoldReason.Breach, "orders"), (step.Move?.Kind, step.Move!.To.HoldReason, step.Move.To.Guard));
        Assert.Equal(Exposures.PercentOf(situation.Plan, situation.State), Exposures.PercentOf(situation.Plan, situation.Make(step).State));
        Assert.NotEqual(RolloutHoldReason.Breach, situation.Decide().Move?.To.HoldReason);
    }

    public static TheoryData<string> Guarded { get; } = ["Running", "Holding", "AwaitingApproval", "Completed", "Holding since completion"];

    [Fact]
    public void Decide_AnotherGuardBreachesWhileOneIsOpen_HoldsForItToo()
    {
        Situation situation = Situation.At(0, guards: """
            { "name": "a", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold" },
            { "name": "b", "events": { "custom": "b" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold" }
            """).Says("a", GuardVerdict.Breach);
        situation.Make(situation.Decide()).Says("b", GuardVerdict.Breach);

        situation.Make(situation.Decide());

        Assert.Equal(["a", "b"], situation.State.OpenBreaches);
    }

    [Theory]
    [InlineData("Running", "hold", RolloutEntryKind.Hold)]
    [InlineData("AwaitingApproval", "hold", RolloutEntryKind.Hold)]
    [InlineData("Holding", "hold", null)]
    [InlineData("Completed", "hold", null)]
    [InlineData("Running", "rollback", RolloutEntryKind.RollBack)]
    [InlineData("AwaitingApproval", "rollback", RolloutEntryKind.RollBack)]
    [InlineData("Holding", "rollback", RolloutEntryKind.RollBack)]
    [InlineData("Completed", "rollback", RolloutEntryKind.RollBack)]
    public void Decide_BlindForMaxBlind_DoesOnBlind(string state, string onBlind, RolloutEntryKind? expected)
    {
        string more = $"\"maxBlind\": \"15m\", \"onBlind\": \"{onBlind}\"";

        Assert.Null(Reach(state, more).Blind(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1)).Decide().Move);
        RolloutStep step = Reach(state, more).Blind(TimeSpan.FromMinutes(15)).Decide();
        Assert.Equal(expected, step.Move?.Kind);
        Assert.Equal(expected == RolloutEntryKind.Hold ? RolloutHoldReason.Blind : RolloutHoldReason.None, step.Move?.To.HoldReason ?? RolloutHoldReason.None);
        Assert.Equal(expected is null ? null : "Nobody has known for 15m how the candidate does. The metrics are gone.", step.Move?.Reason);
    }

    [Fact]
    public void Decide_SomebodyKnowsAgain_DoesNotDoOnBlind()
    {
        Situation situation = Situation.At(0).With(static evidence => evidence with { Clocks = evidence.Clocks with { Blind = TimeSpan.FromDays(1) } });

        Assert.Equal(RolloutEntryKind.Advance, situation.Decide().Move?.Kind);
    }

    [Theory]
    [InlineData("hold", "Running", RolloutEntryKind.Hold)]
    [InlineData("hold", "AwaitingApproval", RolloutEntryKind.Hold)]
    [InlineData("hold", "Holding", null)]
    [InlineData("hold", "Paused", null)]
    [InlineData("hold", "Completed", null)]
    [InlineData("hold", "Holding since completion", null)]
    [InlineData("rollback", "Running", RolloutEntryKind.RollBack)]
    [InlineData("rollback", "AwaitingApproval", RolloutEntryKind.RollBack)]
    [InlineData("rollback", "Holding", RolloutEntryKind.RollBack)]
    [InlineData("rollback", "Paused", null)]
    [InlineData("rollback", "Completed", null)]
    [InlineData("rollback", "Holding since completion", null)]
    [InlineData("advance", "Running", RolloutEntryKind.Advance)]
    [InlineData("advance", "AwaitingApproval", RolloutEntryKind.Advance)]
    [InlineData("advance", "Holding", null)]
    [InlineData("advance", "Paused", null)]
    [InlineData("advance", "Completed", null)]
    [InlineData("advance", "Holding since completion", null)]
    public void Decide_WindowIsOver_DoesOnWindowEnd(string end, string state, RolloutEntryKind? expected)
    {
        string more = $"\"window\": \"2h\", \"onWindowEnd\": \"{end}\"";

        Assert.Null(Reach(state, more).Says("errors", GuardVerdict.Inconclusive).WindowUsed(TimeSpan.FromHours(2) - TimeSpan.FromTicks(1)).Decide().Move);
        RolloutStep step = Reach(state, more).Says("errors", GuardVerdict.Inconclusive).WindowUsed(TimeSpan.FromHours(2)).Decide();
        Assert.Equal(expected, step.Move?.Kind);
        Assert.Equal(expected == RolloutEntryKind.Hold ? RolloutHoldReason.WindowEnded : RolloutHoldReason.None, step.Move?.To.HoldReason ?? RolloutHoldReason.None);
    }

    [Fact]
    public void Decide_WindowIsOverAndAllIsMet_Advances()
    {
        Situation situation = Situation.At(0, more: "\"window\": \"2h\", \"onWindowEnd\": \"rollback\"").WindowUsed(TimeSpan.FromDays(3));

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

    [Theory]
    [InlineData("Running", true)]
    [InlineData("AwaitingApproval", true)]
    [InlineData("Holding", false)]
    [InlineData("Completed", false)]
    public void Decide_DefinitionIsGone_Holds(string state, bool holds)
    {
        RolloutStep step = Reach(state).With(static evidence => evidence with { IsDefined = false }).Decide();

        Assert.Equal(holds ? RolloutHoldReason.FlagDeleted : null, step.Move?.To.HoldReason);
    }

    [Fact]
    public void Decide_EvidenceOfAnEarlierStretch_NeitherAdvancesNorHoldsNorEndsWindows()
    {
        Situation situation = Situation.At(0, more: "\"window\": \"2h\", \"onWindowEnd\": \"rollback\"").Says("orders", GuardVerdict.Breach).WindowUsed(TimeSpan.FromDays(1)).Blind(TimeSpan.FromDays(1));
        situation.Append(RolloutEntryKind.Advance, situation.State.Position.Running(1));

        Assert.Equal([Sentences.NotLookedAt], situation.Decide().Waits);
        Assert.Equal([Sentences.NotLookedAt], situation.Give(RolloutCommandKind.Advance).Waits);
    }

    [Fact]
    public void Decide_RollbackBreachOfAnEarlierStretch_RollsBackAndOfAnEarlierAttemptDoesNot()
    {
        Situation situation = Situation.At(0).Says("errors", GuardVerdict.Breach);
        situation.Append(RolloutEntryKind.Advance, situation.State.Position.Running(1));
        Assert.Equal(RolloutEntryKind.RollBack, situation.Decide().Move?.Kind);

        situation.Make(situation.Decide()).Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));
        Assert.Equal([Sentences.NotLookedAt], situation.Decide().Waits);
    }

    [Fact]
    public void Decide_NotLookedAtSinceTheStart_Waits()
    {
        Situation situation = Situation.At(0);
        situation.Evidence = new RolloutEvidence();

        Assert.Equal([Sentences.NotLookedAt], situation.Decide().Waits);
    }

    [Theory]
    [InlineData("manual", "waits: An operator starts it.")]
    [InlineData("onPublish", "Start: The plan starts when it is published.")]
    [InlineData("2026-03-02T12:00:00Z", "Schedule: The plan starts at 2026-03-02 12:00:00Z.")]
    public void Decide_Draft_StartsAsThePlanSays(string start, string expected)
    {
        RolloutStep step = new Situation(more: $"\"start\": \"{start}\"").Decide();

        Assert.Equal(expected, step.Move is { } move ? $"{move.Kind}: {move.Reason}" : "waits: " + step.Waits.Single());
    }

    [Fact]
    public void Decide_Scheduled_StartsWhenItsInstantHasComeAndNothingIsInTheWay()
    {
        var situation = new Situation(more: "\"start\": \"2026-03-02T12:00:00Z\"");
        situation.Make(situation.Decide());
        Assert.Equal((RolloutStatus.Scheduled, new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero)), (situation.State.Status, situation.State.StartAt));
        Assert.Equal(["It starts at 2026-03-02 12:00:00Z."], situation.Decide().Waits);

        situation.Now = situation.Now.AddHours(2);
        Assert.Equal(RolloutEntryKind.Start, situation.Decide().Move?.Kind);
        Assert.Equal(["Blocked."], situation.With(static evidence => evidence with { Obstacles = ["Blocked."] }).Decide().Waits);
    }

    [Theory]
    [InlineData("manual", null)]
    [InlineData("onPublish", RolloutEntryKind.Start)]
    [InlineData("2026-03-03T12:00:00Z", RolloutEntryKind.Schedule)]
    public void Decide_ScheduledAndThePlanHasChanged_FollowsThePlan(string start, RolloutEntryKind? expected)
    {
        var situation = new Situation(more: "\"start\": \"2026-03-02T12:00:00Z\"");
        situation.Make(situation.Decide());
        situation.Now = situation.Now.AddHours(2);

        situation.Plan = new Situation(more: $"\"start\": \"{start}\"").Plan;

        Assert.Equal(expected, situation.Decide().Move?.Kind);
    }

    [Theory]
    [InlineData("2026-03-01", true)]
    [InlineData("2026-03-02", false)]
    public void Decide_FlagHasOutlivedItsLastDay_ExpiresBeforeTheStart(string expires, bool isExpired)
    {
        DateOnly last = DateOnly.Parse(expires, System.Globalization.CultureInfo.InvariantCulture);
        foreach (string start in (string[])["onPublish", "2026-03-02T10:00:00Z"])
        {
            var situation = new Situation(more: $"\"start\": \"{start}\"");
            situation.Evidence = new RolloutEvidence { Expires = last };
            Assert.Equal(isExpired, situation.Decide().Move?.Kind == RolloutEntryKind.Expire);
            situation.Append(RolloutEntryKind.Schedule, situation.State.Position.As(RolloutStatus.Scheduled), detail: "2026-03-02T10:00:00Z");
            Assert.Equal(isExpired ? RolloutEntryKind.Expire : RolloutEntryKind.Start, situation.Decide().Move?.Kind);
        }

        Assert.Equal(RolloutEntryKind.Advance, Situation.At(0).With(evidence => evidence with { Expires = last }).Decide().Move?.Kind);
    }

    [Theory]
    [InlineData(RolloutStatus.RolledBack)]
    [InlineData(RolloutStatus.Aborted)]
    [InlineData(RolloutStatus.Expired)]
    public void Decide_AttemptHasEnded_DoesNothing(RolloutStatus ended)
    {
        Situation situation = Situation.At(0, more: "\"start\": \"onPublish\"").Says("errors", GuardVerdict.Breach);
        situation.Append(RolloutEntryKind.Abort, situation.State.Position.As(ended));

        Assert.Null(situation.Decide().Move);
    }

    [Fact]
    public void Decide_CompletedWithoutAHoldback_DoesNothing()
    {
        Situation situation = Situation.Completed("""{ "name": "half", "percent": 50 }, { "name": "full", "percent": 100 }""").Says("errors", GuardVerdict.Breach);

        Assert.Null(situation.Decide().Move);
    }

    [Theory]
    [InlineData(true, true, RolloutEntryKind.Release, "The plan was removed: the definition alone decides.")]
    [InlineData(true, false, RolloutEntryKind.Release, "The plan was removed: the definition alone decides.")]
    [InlineData(false, true, null, null)]
    public void Decide_PlanIsRemovedAfterTheEnd_IsJournalledOnce(bool isReleased, bool isCompleted, RolloutEntryKind? kind, string? reason)
    {
        Situation situation = isCompleted ? Situation.Completed() : Situation.At(0);
        _ = isCompleted ? situation : situation.Append(RolloutEntryKind.RollBack, situation.State.Position.As(RolloutStatus.RolledBack));
        situation.With(evidence => evidence with { IsReleased = isReleased, IsDefined = !isReleased });

        RolloutStep step = situation.Decide();
        Assert.Equal((kind, reason), (step.Move?.Kind, step.Move?.Reason));
        if (step.Move is not null)
        {
            situation.Make(step);
            Assert.Null(situation.Decide().Move);
            Assert.Equal(isCompleted ? [reason!] : [], situation.Decide().Waits);
            situation.With(static evidence => evidence with { IsReleased = false, IsDefined = true });
            Assert.Equal(RolloutEntryKind.Relock, situation.Decide().Move?.Kind);
        }
    }

    [Fact]
    public void Decide_AlarmAndAPlanThatGoesOn_ProtectsFirst()
    {
        Situation situation = Situation.Completed().WithNext("on", "off", more: "\"start\": \"onPublish\"");
        Assert.Equal(["The plan in force goes on from `on` to `off`; an operator starts it with Restart."], situation.Decide().Waits);

        Assert.Equal(RolloutEntryKind.RollBack, situation.Says("errors", GuardVerdict.Breach).Decide().Move?.Kind);
    }

    [Fact]
    public void Decide_HoldsAfterCompletion_GoesBackToCompletedWhenResumed()
    {
        Situation situation = Situation.Completed().Says("orders", GuardVerdict.Breach);
        situation.Make(situation.Decide());
        Assert.Equal(99, Exposures.PercentOf(situation.Plan, situation.State));

        situation.Make(situation.Give(RolloutCommandKind.Acknowledge, argument: "orders"), "ada");
        situation.Make(situation.Give(RolloutCommandKind.Resume), "ada");

        Assert.Equal((RolloutStatus.Completed, 4), (situation.State.Status, situation.State.Position.Stretch));
        Assert.Equal(99, Exposures.PercentOf(situation.Plan, situation.State));
    }

    internal static Situation Reach(string state, string more = "")
    {
        Situation situation = state is "Completed" or "Holding since completion" ? Situation.Completed(more: more) : Situation.At(0, more: more);
        return state switch
        {
            "Holding" => situation.Holding(RolloutHoldReason.Blind),
            "Paused" => situation.Holding(RolloutHoldReason.Paused),
            "Holding since completion" => situation.Holding(RolloutHoldReason.Blind),
            "AwaitingApproval" => situation.AwaitingApproval(),
            _ => situation,
        };
    }

    /// <summary>Meets everything that can be asked for.</summary>
    private static Situation Ready(bool isAwaiting = false, string more = "\"onBlind\": \"hold\"")
    {
        Situation situation = Situation.At(0, Demanding, Office + ", " + more, Proof);
        return (isAwaiting ? situation.AwaitingApproval() : situation).Drilled(TimeSpan.FromDays(29)).SignedOff(2);
    }

    private static Action<object> Of(Action<Situation> unmeet) => situation => unmeet((Situation)situation);
}
