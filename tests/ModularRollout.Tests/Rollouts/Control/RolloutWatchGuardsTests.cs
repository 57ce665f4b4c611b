using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using static ModularRollout.Tests.Rollouts.Control.WatchedPlans;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>Breaches, acknowledgements and adopted plans.</summary>
public sealed class RolloutWatchGuardsTests
{
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
}
