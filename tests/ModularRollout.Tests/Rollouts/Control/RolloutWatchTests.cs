using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Journal;
using static ModularRollout.Tests.Rollouts.Control.WatchedPlans;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>When there is enough to judge by.</summary>
public sealed class RolloutWatchTests
{
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
    public void Look_NothingAtAll_KnowsTheStretchThatWasLookedAt()
    {
        Watched watched = At(Errors).Enter(RolloutEntryKind.Advance, static at => at.Running(1));

        RolloutEvidence evidence = watched.Look();

        Assert.True(evidence.IsOf(watched.State));
        Assert.Equal((1, 1, 0L), (evidence.Attempt, evidence.Stretch, evidence.Subjects));
    }
}
