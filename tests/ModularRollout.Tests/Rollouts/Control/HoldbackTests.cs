using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>The time after completion, in which a fifth of the traffic is held back.</summary>
public sealed class HoldbackTests
{
    private const string Stages = """{ "name": "half", "percent": 50 }, { "name": "full", "percent": 100, "holdbackPercent": 20 }""";
    private const string Errors = """{ "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } }""";
    private const string Orders = """{ "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold" }""";

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
    public void Look_SubjectFailsOftenInAnEpoch_IsOneLabel()
    {
        Watched watched = Completed(Errors);
        for (int day = 0; day < 7; day++)
        {
            Fail(watched, 30);
            Assert.Null(watched.SettleAndLook().RollbackBreach);
            watched.Clock.Advance(TimeSpan.FromDays(1) - (2 * Watched.Settling));
        }

        Assert.StartsWith("30 of 30 subjects", watched.Look().Readings[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_SameSubjectsFailInTheNextEpoch_AreLabelledAgain()
    {
        Watched watched = Completed(Errors);
        Fail(watched, 30);
        Assert.Null(watched.SettleAndLook().RollbackBreach);

        watched.Clock.Advance(TimeSpan.FromDays(7) - Watched.Settling - TimeSpan.FromTicks(1));
        RolloutEvidence before = watched.Look();
        Assert.Equal(0, watched.Watch.Counts.Look().Epoch);
        watched.Clock.Advance(TimeSpan.FromTicks(1));
        watched.Look();
        Assert.Equal(1, watched.Watch.Counts.Look().Epoch);
        Fail(watched, 30);
        RolloutEvidence after = watched.SettleAndLook();

        Assert.StartsWith("30 of 30 subjects", before.Readings[0].Sentence, StringComparison.Ordinal);
        Assert.StartsWith("60 of 60 subjects", after.Readings[0].Sentence, StringComparison.Ordinal);
        Assert.Equal("errors", after.RollbackBreach);
    }

    [Fact]
    public void Look_SubjectsLabelledBeforeCompletion_AreLabelledAgain()
    {
        Watched watched = Watching(Errors);
        for (int i = 0; i < 1000; i++)
        {
            watched.Failure(Watched.At(i / 1000.0));
        }

        Assert.Null(watched.SettleAndLook().RollbackBreach);

        Complete(watched);
        Fail(watched, 60, from: .3);

        Assert.Equal("errors", watched.SettleAndLook().RollbackBreach);
    }

    [Fact]
    public void Look_ClockIsSetBack_StaysInTheEpoch()
    {
        Watched watched = Completed(Errors);
        watched.Watch.Counts.BeginEpoch(3);
        Fail(watched, 30);
        watched.SettleAndLook();
        Fail(watched, 30);

        Assert.StartsWith("30 of 30 subjects", watched.SettleAndLook().Readings[0].Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Restart_BetweenAnyTwoLooks_ChangesNoVerdict(int restartAt)
    {
        Watched straight = Completed($"{Errors}, {Orders}");
        Watched restarted = Completed($"{Errors}, {Orders}");
        for (int look = 0; look < 6; look++)
        {
            restarted = look == restartAt ? restarted.Restart() : restarted;
            foreach (Watched watched in (Watched[])[straight, restarted])
            {
                Fail(watched, 8 * (look + 1));
                watched.Custom(Watched.At(look / 10.0), "order-lost");
                watched.Clock.Advance(TimeSpan.FromDays(2));
            }

            Assert.Equal(Watched.TextOf(straight.SettleAndLook()), Watched.TextOf(restarted.SettleAndLook()));
        }

        Assert.Equal("errors", straight.Look().RollbackBreach);
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

    [Fact]
    public void Look_AnotherInstanceInTheSameEpoch_IsMerged()
    {
        Watched watched = Completed(Errors);
        Watched other = Completed(Errors, "other");
        Fail(watched, 30);
        Fail(other, 60);
        other.SettleAndLook();
        watched.Others = [other.Watch.Counts.Save()];

        Assert.StartsWith("60 of 60 subjects", watched.SettleAndLook().Readings[0].Sentence, StringComparison.Ordinal);
        watched.Others = [other.Watch.Counts.Save(), other.Watch.Counts.Save()];
        Assert.StartsWith("60 of 60 subjects", watched.Look().Readings[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_AnotherInstanceOfAnEarlierEpoch_CountsNothingTwice()
    {
        Watched watched = Completed(Errors);
        Watched other = Completed(Errors, "other");
        Fail(other, 30);
        other.SettleAndLook();
        watched.Others = [other.Watch.Counts.Save()];
        watched.Look();
        watched.Clock.Advance(TimeSpan.FromDays(8));
        watched.Look();

        other.Success(Watched.At(.9));
        other.Watch.Counts.Settle(other.Clock.GetTimestamp());
        watched.Others = [other.Watch.Counts.Save()];

        Assert.StartsWith("30 of 30 subjects", watched.Look().Readings[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoint_AfterManyEpochs_IsNoLargerThanAfterOne()
    {
        Watched watched = Completed(Errors);
        int first = 0;
        for (int epoch = 0; epoch < 60; epoch++)
        {
            for (int i = 0; i < 200; i++)
            {
                watched.Failure(Watched.At((i + .5) / 200));
            }

            watched.SettleAndLook();
            first = epoch == 0 ? watched.CheckpointLength() : first;
            watched.Clock.Advance(TimeSpan.FromDays(7));
            watched.Look();
        }

        Assert.InRange(watched.CheckpointLength(), first / 2, first + 100);
        Assert.StartsWith("9600 of 12000 subjects", watched.Look().Readings[0].Sentence, StringComparison.Ordinal);
    }

    private static void Fail(Watched watched, int subjects, double from = 0)
    {
        for (int i = 0; i < subjects; i++)
        {
            watched.Failure(Watched.At(from + (i / 1000.0)));
        }
    }

    private static Watched Completed(string guards, string instance = "one") => Complete(Watching(guards, instance));

    /// <summary>Stands in the last stage, with enough outcomes to be healthy.</summary>
    private static Watched Watching(string guards, string instance = "one")
    {
        var watched = new Watched(Situation.At(1, Stages, guards: guards), instance: instance);
        watched.Trade(1000);
        watched.SettleAndLook();
        return watched;
    }

    private static Watched Complete(Watched watched) => watched.Enter(RolloutEntryKind.Complete, static at => at.Completed());
}
