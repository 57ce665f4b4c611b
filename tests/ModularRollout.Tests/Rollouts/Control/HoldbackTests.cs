using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using static ModularRollout.Tests.Rollouts.Control.Holdbacks;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>The time after completion, in which a fifth of the traffic is held back: what gives alarm, and what does not.</summary>
public sealed class HoldbackTests
{
    [Fact]
    public void Look_CandidateGetsWorseAfterCompletion_GivesAlarm()
    {
        Watched watched = Completed(Errors);
        Fail(watched, 30);
        RolloutEvidence few = watched.SettleAndLook();
        Fail(watched, 60);
        RolloutEvidence many = watched.SettleAndLook();

        Assert.Equal((null, GuardVerdict.Healthy), (few.RollbackBreach, few.Readings[0].Verdict));
        Assert.Equal(("errors", GuardVerdict.Breach), (many.RollbackBreach, many.Readings[0].Verdict));
        Assert.Equal(Math.Log(100_000), many.Readings[0].LogLimit);
        Assert.True(many.Readings[0].Log >= many.Readings[0].LogLimit);
        Assert.StartsWith("60 of 60 subjects with the event had the candidate, 48 would be tolerable; evidence ", many.Readings[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_HoldGuardGivesAlarm_RollsNothingBack()
    {
        Watched watched = Completed($"{Errors}, {Orders}");
        for (int i = 0; i < 60; i++)
        {
            watched.Custom(Watched.At(i / 1000.0), "order-lost");
        }

        RolloutEvidence evidence = watched.SettleAndLook();

        Assert.Equal((null, "orders"), (evidence.RollbackBreach, evidence.HoldBreach));
    }

    [Fact]
    public void Look_DryRunGivesAlarm_SaysSoAndNamesNoBreach()
    {
        Watched watched = Completed(Errors.Replace("1.0 }", "1.0 }, \"dryRun\": true", StringComparison.Ordinal));
        Fail(watched, 60);

        RolloutEvidence evidence = watched.SettleAndLook();

        Assert.Equal((null, null, GuardVerdict.Breach), (evidence.RollbackBreach, evidence.HoldBreach, evidence.Readings[0].Verdict));
    }

    [Fact]
    public void Look_ArmsFailAlikeAfterCompletion_GivesNoAlarm()
    {
        Watched watched = Completed(Errors);
        for (int i = 0; i < 5000; i++)
        {
            watched.Failure(Watched.At((i * .6180339887) % 1));
        }

        Assert.Null(watched.SettleAndLook().RollbackBreach);
    }

    [Fact]
    public void Look_HoldGuardGivesAlarm_IsQuietOnceAcknowledgedUntilTheNext()
    {
        Watched watched = Completed(Orders);
        Lose(.0);
        Assert.Equal("orders", watched.SettleAndLook().HoldBreach);

        watched.Enter(RolloutEntryKind.Hold, static at => at.Holding(RolloutHoldReason.Breach, "orders"));
        Assert.Equal("orders", watched.Look().HoldBreach);
        watched.Enter(RolloutEntryKind.Acknowledge, static at => at.NewStretch(), "orders");
        Assert.Equal((null, double.NegativeInfinity), (watched.Look().HoldBreach, watched.Look().Readings[0].Log));
        watched.Enter(RolloutEntryKind.Resume, static at => at.As(RolloutStatus.Completed));
        Assert.Null(watched.Restart().Look().HoldBreach);

        // Those who were labelled in this epoch are known.
        Lose(.0);
        Assert.Null(watched.SettleAndLook().HoldBreach);
        Lose(.2);
        Assert.Equal("orders", watched.SettleAndLook().HoldBreach);

        void Lose(double from)
        {
            for (int i = 0; i < 60; i++)
            {
                watched.Custom(Watched.At(from + (i / 1000.0)), "order-lost");
            }
        }
    }

    [Fact]
    public void Look_EvidenceFromBeforeCompletion_IsNoPartOfAnAlarm()
    {
        // Just short of the limit, and nothing since.
        Watched watched = Watching(Errors);
        Fail(watched, 20);
        RolloutEvidence before = watched.SettleAndLook();
        Assert.InRange(before.Readings[0].Log, 2, Math.Log(100));

        Complete(watched);

        Assert.Equal((null, double.NegativeInfinity), (watched.Look().RollbackBreach, watched.Look().Readings[0].Log));
    }

    [Fact]
    public void Look_LatencyAfterCompletion_WatchesAllThreeThresholds()
    {
        Watched watched = Watching("""{ "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 1.0 } }""");
        for (int i = 0; i < 5000; i++)
        {
            watched.Success(Watched.At((i + .5) / 5000), 1 + (i % 100));
        }

        watched.SettleAndLook();
        Complete(watched).Clock.Advance(Watched.Settling);

        // Everybody becomes slower than the baseline's p50 and p90; only the candidate's become slower than its p99.
        watched.Trade(1000, 95);
        Assert.Null(watched.SettleAndLook().RollbackBreach);
        for (int i = 0; i < 80; i++)
        {
            watched.Success(Watched.At((i + .5) / 1000), 200);
        }

        Assert.Equal("latency", watched.SettleAndLook().RollbackBreach);
    }

    [Fact]
    public void Look_BudgetAfterCompletion_GoesOn()
    {
        Watched watched = Watching("""{ "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.05 } }""").Trade(100);
        RolloutEvidence before = watched.SettleAndLook();
        Complete(watched);
        Assert.Equal(before.Readings[0].Log, watched.Look().Readings[0].Log);

        Fail(watched, 79);
        Assert.Equal("budget", watched.SettleAndLook().RollbackBreach);
    }
}
