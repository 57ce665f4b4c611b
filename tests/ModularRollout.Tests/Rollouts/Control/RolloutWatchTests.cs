using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class RolloutWatchTests
{
    private const string Errors = """{ "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } }""";
    private const string Orders = """{ "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold" }""";
    private const string Budget = """{ "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.05 } }""";
    private const string Ramp = """{ "name": "quarter", "percent": 25 }, { "name": "half", "percent": 50 }, { "name": "full", "percent": 100 }""";

    [Fact]
    public void Look_FewerThanMinOutcomesInAnArm_IsInconclusive()
    {
        Watched watched = At(Errors, more: "\"minOutcomes\": 100");
        for (int i = 0; i < 99; i++)
        {
            watched.Success(Watched.At(.1 + (i / 1000.0)));
        }

        for (int i = 0; i < 201; i++)
        {
            watched.Success(Watched.At(.5 + (i / 1000.0)));
        }

        Assert.Equal((GuardVerdict.Inconclusive, "The candidate has 99 settled outcomes of at least 100."), Say(watched.SettleAndLook()));
        watched.Success(Watched.At(.01));
        Assert.Equal(GuardVerdict.Inconclusive, Say(watched.Look()).Verdict);
        Assert.Equal(GuardVerdict.Healthy, Say(watched.SettleAndLook()).Verdict);
    }

    [Fact]
    public void Look_FewBaselineOutcomes_IsInconclusiveForComparisonsAlone()
    {
        Watched watched = At($"{Errors}, {Budget}", more: "\"minOutcomes\": 20");
        for (int i = 0; i < 40; i++)
        {
            watched.Success(Watched.At(i / 100.0));
        }

        RolloutEvidence evidence = watched.SettleAndLook();

        Assert.Equal((GuardVerdict.Inconclusive, "The baseline has 15 settled outcomes of at least 20."), Say(evidence));
        Assert.Equal(GuardVerdict.Healthy, evidence.Readings[1].Verdict);
    }

    [Theory]
    [InlineData(199, GuardVerdict.Inconclusive)]
    [InlineData(200, GuardVerdict.Healthy)]
    public void Look_FewerThan200Subjects_ComparisonsStayInconclusiveAndBudgetsDoNot(int subjects, GuardVerdict expected)
    {
        Watched watched = At($"{Errors}, {Budget}");
        for (int i = 0; i < 5; i++)
        {
            watched.Trade(subjects);
        }

        RolloutEvidence evidence = watched.SettleAndLook();

        Assert.Equal(expected, Say(evidence).Verdict);
        Assert.Equal(expected == GuardVerdict.Healthy, !Say(evidence).Why.Contains("There are 199 subjects of at least 200 to compare.", StringComparison.Ordinal));
        Assert.Equal(GuardVerdict.Healthy, evidence.Readings[1].Verdict);
    }

    [Theory]
    [InlineData(19, GuardVerdict.Inconclusive)]
    [InlineData(20, GuardVerdict.Healthy)]
    public void Look_Ring_NeedsTwentyOutcomesForBudgetsAndComparesNothing(int outcomes, GuardVerdict expected)
    {
        Watched watched = At($"{Errors}, {Budget}", """{ "name": "staff", "audience": "staff" }, { "name": "half", "percent": 50 }""");
        for (int i = 0; i < outcomes; i++)
        {
            watched.Ring(Watched.At(.3 + (i / 1000.0)));
        }

        RolloutEvidence evidence = watched.SettleAndLook();

        Assert.Equal((GuardVerdict.Healthy, expected), (evidence.Readings[0].Verdict, evidence.Readings[1].Verdict));
        Assert.Equal(outcomes, evidence.Subjects);
        Assert.Equal(expected == GuardVerdict.Inconclusive, evidence.Readings[1].Sentence.StartsWith("The candidate has 19 settled outcomes of at least 20.", StringComparison.Ordinal));
    }

    [Fact]
    public void Look_RingsOutcomesBesideAShare_AreNoOutcomesOfTheArm()
    {
        Watched watched = At(Budget, """{ "name": "staff", "audience": "staff" }, { "name": "half", "percent": 50 }""").Enter(RolloutEntryKind.Advance, static at => at.Running(1));
        for (int i = 0; i < 500; i++)
        {
            watched.Ring(Watched.At(i / 1000.0));
        }

        Assert.Equal((GuardVerdict.Inconclusive, "The candidate has 0 settled outcomes of at least 100."), Say(watched.SettleAndLook()));
    }

    [Fact]
    public void Look_RingFailsOverItsBudget_Breaches()
    {
        Watched watched = At(Budget, """{ "name": "staff", "audience": "staff" }, { "name": "half", "percent": 50 }""");
        for (int i = 0; i < 20; i++)
        {
            watched.Ring(Watched.At(i / 1000.0), isFailure: true);
        }

        Assert.Equal("budget", watched.SettleAndLook().RollbackBreach);
    }

    [Fact]
    public void Look_SlowWithoutEnoughOfTheBaseline_HasNoThresholdYet()
    {
        Watched watched = At("""{ "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 1.0 } }""");
        watched.Trade(1332);
        watched.SettleAndLook();
        Assert.Equal((GuardVerdict.Inconclusive, "There is no latency threshold yet: it needs 1000 outcomes of the baseline."), Say(watched.Look()));

        watched.Trade(100);
        watched.SettleAndLook();
        Assert.Equal(GuardVerdict.Healthy, Say(watched.Look()).Verdict);

        // The next stage takes those of the stage before as it begins; at 100 percent there is nothing left to compare.
        watched.Enter(RolloutEntryKind.Advance, static at => at.Running(1)).Trade(400);
        watched.SettleAndLook();
        Assert.Equal(GuardVerdict.Healthy, Say(watched.Look()).Verdict);
        watched.Enter(RolloutEntryKind.Advance, static at => at.Running(2)).Trade(400);
        Assert.Equal(GuardVerdict.Healthy, Say(watched.SettleAndLook()).Verdict);
    }

    [Fact]
    public void Look_DecisionsWithoutOutcomes_IsUnknownUntilAnOutcomeComesIn()
    {
        Watched watched = Healthy();

        watched.Decide(7);
        RolloutEvidence silent = watched.Look();
        RolloutEvidence idle = watched.Look();
        watched.Success(Watched.At(.9));
        RolloutEvidence known = watched.Look();

        Assert.Equal(["There were 7 decisions and no outcome since the last outcome came in."], silent.Unknowns);
        Assert.Equal(silent.Unknowns, idle.Unknowns);
        Assert.Equal((GuardVerdict.Unknown, GuardVerdict.Unknown, GuardVerdict.Healthy), (Say(silent).Verdict, Say(idle).Verdict, Say(known).Verdict));
        Assert.Empty(known.Unknowns);
        Assert.Equal(["00:00:10", "00:00:10", "00:00:00"], new[] { silent, idle, known }.Select(static evidence => evidence.Clocks.Blind.ToString()));
        Assert.Equal([10, 10, 20], new[] { silent, idle, known }.Select(static evidence => evidence.Clocks.Dwell.TotalSeconds));
    }

    [Fact]
    public void Look_RestartedInTheSilence_StaysUnknown()
    {
        Watched watched = Healthy();
        watched.Decide(7);
        watched.Look();

        Watched restarted = watched.Restart();

        Assert.Equal(["There were 7 decisions and no outcome since the last outcome came in."], restarted.Look().Unknowns);
        restarted.Success(Watched.At(.9));
        Assert.Empty(restarted.Look().Unknowns);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_CheckpointOfAnotherStage_StartsTheClocksAnew(bool isSameStage)
    {
        Watched watched = Healthy();

        RolloutClocks clocks = watched.Restart(isSameStage: isSameStage).Watch.Clocks;

        Assert.Equal(isSameStage ? watched.Watch.Clocks : default, clocks);
    }

    [Fact]
    public void Look_NoDecisionsAtAll_StopsDwellAndBlindClocks()
    {
        Watched watched = Healthy();
        RolloutClocks before = watched.Watch.Clocks;

        RolloutEvidence idle = watched.Look();

        Assert.Empty(idle.Unknowns);
        Assert.Equal(before with { Window = before.Window + TimeSpan.FromSeconds(10) }, idle.Clocks);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void Look_MoreThanOneInAHundredLate_IsUnknown(int late, bool isUnknown)
    {
        Watched watched = Healthy();
        for (int i = 0; i < late; i++)
        {
            watched.Failure(Watched.At(.1), milliseconds: 100_000);
        }

        RolloutEvidence evidence = watched.Look();

        Assert.Equal(isUnknown, evidence.Unknowns.Count > 0);
        Assert.All(evidence.Unknowns, wait => Assert.Equal($"{late} outcomes of the candidate came later than `settle`, more than one in a hundred of {200 + late}; raise `settle`.", wait));
    }

    [Fact]
    public void Look_BaselineReportsLate_IsUnknown()
    {
        Watched watched = Healthy();
        for (int i = 0; i < 7; i++)
        {
            watched.Failure(Watched.At(.9), milliseconds: 100_000);
        }

        Assert.Equal(["7 outcomes of the baseline came later than `settle`, more than one in a hundred of 607; raise `settle`."], watched.Look().Unknowns);
    }

    [Fact]
    public void Look_BreachWhileNobodyKnows_StaysABreach()
    {
        Watched watched = At(Orders).Trade(1000);
        for (int i = 0; i < 40; i++)
        {
            watched.Custom(Watched.At((i + .5) / 200), "order-lost");
        }

        watched.FailedProbes = ["Probe `smoke` failed to run: x"];
        RolloutEvidence evidence = watched.SettleAndLook();

        Assert.Equal(("orders", GuardVerdict.Breach, 1), (evidence.HoldBreach, evidence.Readings[0].Verdict, evidence.Unknowns.Count));
    }

    [Fact]
    public void Look_CandidateFirstBetterThenEqual_IsNoBreach()
    {
        Watched watched = At(Errors, """{ "name": "half", "percent": 50 }, { "name": "full", "percent": 100 }""").Trade(1000);
        Fail(100, .5);
        watched.SettleAndLook();
        Fail(40, 0);
        RolloutEvidence evidence = watched.SettleAndLook();

        Assert.True(evidence.Readings[0].Log > evidence.Readings[0].LogLimit, evidence.Readings[0].ToString());
        Assert.Equal((null, GuardVerdict.Healthy), (evidence.RollbackBreach, evidence.Readings[0].Verdict));

        void Fail(int subjects, double from)
        {
            for (int i = 0; i < subjects; i++)
            {
                watched.Failure(Watched.At(from + (i / 1000.0)));
            }
        }
    }

    [Fact]
    public void Look_ManyOutcomesDropped_IsUnknownAndCutOffOnesAreNot()
    {
        Watched watched = Healthy();
        watched.Trade(400);
        Watched restarted = watched.Restart("one");
        Assert.Empty(restarted.Look().Unknowns);
        Assert.Equal(400, restarted.Watch.Totals!.CutOff);

        restarted.Watch.Counts.Lose(0, dropped: 100, unmeasured: 0);
        Assert.Equal(["100 outcomes were dropped before they were counted."], restarted.Look().Unknowns);
    }

    [Fact]
    public void Look_ProbeFailedToRun_IsUnknown()
    {
        Watched watched = Healthy();
        watched.FailedProbes = ["Probe `smoke` failed to run: x"];
        watched.Success(Watched.At(.9));

        Assert.Equal((GuardVerdict.Unknown, "Probe `smoke` failed to run: x"), Say(watched.Look()));
    }

    [Fact]
    public void Look_ArmsOfUnequalSize_TripsAndStaysSo()
    {
        Watched watched = At(Errors);
        for (int i = 0; i < 2000; i++)
        {
            watched.Success(Watched.At((i + .5) / 8000));
        }

        string[] tripped = [.. watched.SettleAndLook().Unknowns];
        watched.Enter(RolloutEntryKind.Advance, static at => at.Running(1)).Trade(5000);

        Assert.StartsWith("The sizes of the arms are not explained by chance", Assert.Single(tripped), StringComparison.Ordinal);
        Assert.Equal(tripped, watched.SettleAndLook().Unknowns);
        Assert.Equal(tripped, watched.Restart().Look().Unknowns);
        Assert.Equal(tripped, watched.Adopt(Situation.PlanText(Ramp, guards: $"{Errors}, {Orders}"), "[\"orders\"]").Look().Unknowns);
    }

    [Fact]
    public void Look_ArmsBecomeEvenAgain_StaysTripped()
    {
        Watched watched = At(Errors);
        Report(watched, 2000, 0);
        Assert.Single(watched.SettleAndLook().Unknowns);

        Report(watched, 6000, .3);
        SampleDivision even = watched.SettleAndLook() is { Unknowns.Count: 1 } ? watched.Watch.Totals!.Samples[0] : default;

        Assert.Equal((2000, 6000), (even.Candidate, even.Baseline));
        Assert.False(SampleRatioStatistic.Trips(SampleRatioStatistic.LogBayesFactor(.25, 2000, 6000), 1));
    }

    [Fact]
    public void Look_ArmsUnevenInALaterStretch_TripsAtTheLimitOfThatStretch()
    {
        // The ring before has no arms and is no stretch of its own here: the half is the second that is divided.
        const string Rings = """{ "name": "staff", "audience": "staff" }, { "name": "quarter", "percent": 25 }, { "name": "half", "percent": 50 }""";
        Watched watched = At($"{Errors}, {Budget}", Rings).Enter(RolloutEntryKind.Advance, static at => at.Running(1)).Enter(RolloutEntryKind.Advance, static at => at.Running(2));
        int least = 300;
        while (!SampleRatioStatistic.Trips(SampleRatioStatistic.LogBayesFactor(.5, least, 300), 2))
        {
            least++;
        }

        Report(watched, 300, .6);
        Report(watched, least - 1, .1);
        Assert.Empty(watched.SettleAndLook().Unknowns);
        watched.Success(Watched.At(.01));
        Assert.Single(watched.SettleAndLook().Unknowns);
    }

    [Fact]
    public void Look_AcknowledgedInALaterStage_CountsItsStretchesAnew()
    {
        Watched watched = At(Errors).Enter(RolloutEntryKind.Advance, static at => at.Running(1));
        watched.Enter(RolloutEntryKind.Hold, static at => at.Holding(RolloutHoldReason.Breach, "errors")).Enter(RolloutEntryKind.Acknowledge, static at => at.NewStretch(), "errors");
        for (int i = 0; i < 10; i++)
        {
            watched.Failure(Watched.At(i / 15.0));
        }

        Assert.Equal(GuardStatistic.Comparison(1).Look([new LabelCell(.5, 8, 10)], stretch: 1).Log, watched.SettleAndLook().Readings[0].Log, 1e-9);
    }

    [Fact]
    public void Look_PlanAdoptedAfterAnAcknowledgement_TheGuardGoesOn()
    {
        Watched watched = At(Errors).Enter(RolloutEntryKind.Hold, static at => at.Holding(RolloutHoldReason.Breach, "errors")).Enter(RolloutEntryKind.Acknowledge, static at => at.NewStretch(), "errors");
        for (int i = 0; i < 10; i++)
        {
            watched.Failure(Watched.At(i / 50.0));
        }

        double before = watched.SettleAndLook().Readings[0].Log;

        Assert.Equal(before, watched.Restart().Look().Readings[0].Log);
        Assert.Equal(before, watched.Adopt(Situation.PlanText(Ramp, "\"minOutcomes\": 7", Errors), "[]").Look().Readings[0].Log);
        Assert.True(before > 1, $"{before}");
    }

    [Fact]
    public void Look_ManyGuards_HoldTheirPromiseTogether()
    {
        // The same evidence, as one guard of one action, of several, and of two actions.
        double alone = LimitOf(At(Errors), 0);
        double twoActions = LimitOf(At($"{Errors}, {Orders}"), 0);
        double threeGuards = LimitOf(At($"{Errors}, {Budget}, {Orders}"), 0);
        string errors = Errors.Replace("1.0 }", "1.0 }, \"onBreach\": \"rollback\"", StringComparison.Ordinal);
        double withDryRun = LimitOf(At($"{errors}, {Orders.Replace("\"onBreach\": \"hold\"", "\"dryRun\": true", StringComparison.Ordinal)}", more: "\"onBreach\": \"hold\""), 0);

        double dryRollback = LimitOf(At($"{Orders}, {Errors.Replace("1.0 }", "1.0 }, \"dryRun\": true", StringComparison.Ordinal)}"), 0);

        Assert.Equal([Math.Log(100), Math.Log(200), Math.Log(400), Math.Log(100), Math.Log(100)], [alone, twoActions, threeGuards, withDryRun, dryRollback], static (a, b) => Math.Abs(a - b) < 1e-9);

        static double LimitOf(Watched watched, int guard) => watched.Look().Readings[guard].LogLimit;
    }

    [Fact]
    public void Look_BreachOfAHoldGuard_EndsWhenItIsAcknowledgedAndOthersGoOn()
    {
        Watched watched = At($"{Errors}, {Orders}");
        watched.Trade(4000);
        for (int i = 0; i < 40; i++)
        {
            watched.Custom(Watched.At((i + .5) / 200), "order-lost");
            watched.Failure(Watched.At((i * 2.5 / 100) % 1));
        }

        RolloutEvidence breach = watched.SettleAndLook();
        Assert.Equal((null, "orders", GuardVerdict.Breach), (breach.RollbackBreach, breach.HoldBreach, breach.Readings[1].Verdict));

        watched.Enter(RolloutEntryKind.Hold, static at => at.Holding(RolloutHoldReason.Breach, "orders"));
        Assert.Equal("orders", watched.Look().HoldBreach);
        watched.Enter(RolloutEntryKind.Acknowledge, static at => at.NewStretch(), "orders");
        RolloutEvidence anew = watched.Look();

        Assert.Null(anew.HoldBreach);
        Assert.Equal((0, GuardVerdict.Healthy), (Math.Round(anew.Readings[1].Log + Math.Log(2), 9), anew.Readings[1].Verdict));
        Assert.Equal(breach.Readings[0].Log, anew.Readings[0].Log);

        // Those who were labelled before are known; others count.
        for (int i = 0; i < 40; i++)
        {
            watched.Custom(Watched.At((i + .5) / 200), "order-lost");
        }

        Assert.Null(watched.SettleAndLook().HoldBreach);
        for (int i = 0; i < 40; i++)
        {
            watched.Custom(Watched.At((i + .7) / 200), "order-lost");
        }

        Assert.Equal("orders", watched.SettleAndLook().HoldBreach);
    }

    [Fact]
    public void Look_BudgetOfAHoldGuardAcknowledged_CountsAnew()
    {
        Watched watched = At(Budget.Replace("0.05 }", "0.05 }, \"onBreach\": \"hold\"", StringComparison.Ordinal));
        Fail(.0);
        Assert.Equal("budget", watched.SettleAndLook().HoldBreach);

        watched.Enter(RolloutEntryKind.Hold, static at => at.Holding(RolloutHoldReason.Breach, "budget")).Enter(RolloutEntryKind.Acknowledge, static at => at.NewStretch(), "budget");
        Assert.Null(watched.Look().HoldBreach);
        Fail(.1);
        Assert.Equal("budget", watched.SettleAndLook().HoldBreach);

        void Fail(double from)
        {
            for (int i = 0; i < 20; i++)
            {
                watched.Failure(Watched.At(from + (i / 1000.0)));
            }
        }
    }

    [Fact]
    public void Look_PlanAdopted_GuardsThatJudgeAsBeforeGoOn()
    {
        Watched watched = At($"{Errors}, {Budget}").Trade(1000);
        for (int i = 0; i < 30; i++)
        {
            watched.Failure(Watched.At(i / 31.0));
        }

        RolloutEvidence before = watched.SettleAndLook();
        RolloutEvidence after = watched.Adopt(Situation.PlanText(Ramp, guards: $"{Orders}, {Budget}, {Errors.Replace("1.0", "2.0", StringComparison.Ordinal)}"), "[\"errors\",\"orders\"]").Look();

        Assert.Equal(before.Readings[1].Log, after.Readings[1].Log);
        Assert.NotEqual(before.Readings[0].Log, after.Readings[2].Log);
        Assert.All([after.Readings[0], after.Readings[2]], static reading => Assert.Equal(0, Math.Round(reading.Log + Math.Log(2), 9)));
        Assert.NotEqual(GuardVerdict.Unknown, after.Readings[1].Verdict);
    }

    [Fact]
    public void Look_AdoptedPlanHasNoShareInAnEarlierStage_GoesOn()
    {
        Watched watched = At(Errors + ", " + Budget, """{ "name": "a", "percent": 10 }, { "name": "b", "percent": 25 }, { "name": "c", "percent": 50 }""").Trade(1000);
        watched.SettleAndLook();
        for (int stage = 1; stage < 3; stage++)
        {
            watched.Enter(RolloutEntryKind.Advance, at => at.Running(stage)).Trade(1000);
            watched.SettleAndLook();
        }

        watched.Adopt(Situation.PlanText("""{ "name": "a", "audience": "staff" }, { "name": "b", "audience": "staff" }, { "name": "c", "percent": 50 }""", guards: $"{Errors}, {Budget}"), "[]").Trade(1000);

        Assert.Equal(GuardVerdict.Healthy, watched.SettleAndLook().Readings[0].Verdict);
    }

    [Fact]
    public void Look_CandidateThatCostsNothing_IsProvenNoWorse()
    {
        Watched watched = At(Errors.Replace("1.0 }", "1.0 }, \"prove\": { \"timesBaseline\": 2 }", StringComparison.Ordinal), """{ "name": "half", "percent": 50 }, { "name": "full", "percent": 100 }""").Trade(1000);
        Assert.Equal(GuardVerdict.Healthy, watched.SettleAndLook().Readings[0].Verdict);
        for (int i = 0; i < 200; i++)
        {
            watched.Failure(Watched.At((i + .5) / 200));
        }

        Assert.Equal(GuardVerdict.NonInferior, watched.SettleAndLook().Readings[0].Verdict);
    }

    [Fact]
    public void Enter_AnotherStage_StartsTheClocksAnew()
    {
        Watched watched = Healthy();
        watched.Decide(1);
        watched.Look();

        watched.Enter(RolloutEntryKind.Advance, static at => at.Running(1));

        Assert.Equal(default, watched.Watch.Clocks);
    }

    [Theory]
    [InlineData(RolloutHoldReason.WindowEnded, 0)]
    [InlineData(RolloutHoldReason.Blind, 20)]
    [InlineData(RolloutHoldReason.Paused, 20)]
    public void Enter_ResumedAfterAHold_IsNotBlindAndHasANewWindowAfterItsEnd(RolloutHoldReason reason, int window)
    {
        Watched watched = Healthy();
        watched.Decide(1);
        watched.Look();
        watched.Enter(RolloutEntryKind.Hold, at => at.Holding(reason));
        Assert.Equal((10, 10, 20), Seconds(watched.Watch.Clocks));

        watched.Enter(RolloutEntryKind.Resume, static at => at.As(RolloutStatus.Running));

        Assert.Equal((10, 0, window), Seconds(watched.Watch.Clocks));
    }

    [Fact]
    public void Enter_AStretchOfTheSameStage_KeepsTheClocks()
    {
        Watched watched = Healthy();
        RolloutClocks before = watched.Watch.Clocks;

        watched.Enter(RolloutEntryKind.Hold, static at => at.Holding(RolloutHoldReason.Breach, "errors")).Enter(RolloutEntryKind.Acknowledge, static at => at.NewStretch(), "errors");

        Assert.Equal(before, watched.Watch.Clocks);
    }

    [Fact]
    public void Look_Closed_UsesNoWindowAndDwellsAllTheSame()
    {
        Watched watched = Healthy();
        watched.IsOpen = false;
        watched.Success(Watched.At(.9));

        Assert.Equal((20, 0, 10), Seconds(watched.Look().Clocks));
    }

    [Fact]
    public void Look_PausedByAnOperator_UsesNoWindow()
    {
        Watched watched = Healthy().Enter(RolloutEntryKind.Hold, static at => at.Holding(RolloutHoldReason.Paused));
        watched.Success(Watched.At(.9));

        Assert.Equal((20, 0, 10), Seconds(watched.Look().Clocks));
    }

    [Fact]
    public void Look_DryRunBreaches_SaysSoAndNamesNoBreach()
    {
        Watched watched = At(Errors.Replace("1.0 }", "1.0 }, \"dryRun\": true", StringComparison.Ordinal)).Trade(1000);
        for (int i = 0; i < 40; i++)
        {
            watched.Failure(Watched.At((i + .5) / 200));
        }

        RolloutEvidence evidence = watched.SettleAndLook();

        Assert.Equal((null, null, GuardVerdict.Breach), (evidence.RollbackBreach, evidence.HoldBreach, evidence.Readings[0].Verdict));
        Assert.Equal(10, evidence.Clocks.Dwell.TotalSeconds);
    }

    [Fact]
    public void Look_NothingAtAll_KnowsTheStretchThatWasLookedAt()
    {
        Watched watched = At(Errors).Enter(RolloutEntryKind.Advance, static at => at.Running(1));

        RolloutEvidence evidence = watched.Look();

        Assert.True(evidence.IsOf(watched.State));
        Assert.Equal((1, 1, 0L), (evidence.Attempt, evidence.Stretch, evidence.Subjects));
    }

    /// <summary>Has an outcome of so many subjects, close to each other on the line.</summary>
    private static void Report(Watched watched, int subjects, double from)
    {
        for (int i = 0; i < subjects; i++)
        {
            watched.Success(Watched.At(from + (i * 1e-5)));
        }
    }

    /// <summary>A stage that was healthy for a tick.</summary>
    private static Watched Healthy()
    {
        Watched watched = At(Errors).Trade(800);
        watched.SettleAndLook();
        return watched;
    }

    private static Watched At(string guards, string stages = Ramp, string more = "") => new(Situation.At(0, stages, more, guards));

    private static (double Dwell, double Blind, double Window) Seconds(RolloutClocks clocks) => (clocks.Dwell.TotalSeconds, clocks.Blind.TotalSeconds, clocks.Window.TotalSeconds);

    /// <summary>Gets what the first guard says: its verdict, and the sentence that is about more than its numbers.</summary>
    private static (GuardVerdict Verdict, string Why) Say(RolloutEvidence evidence)
    {
        GuardReading reading = evidence.Readings[0];
        int end = reading.Sentence.IndexOf(reading.Sentence.Contains(" events in ", StringComparison.Ordinal) ? " 0 events in " : " 0 of 0 subjects", StringComparison.Ordinal);
        return (reading.Verdict, end < 0 ? "" : reading.Sentence[..end]);
    }
}
