using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Counting;
using static ModularRollout.Tests.Rollouts.Control.WatchedPlans;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What is not known of the candidate.</summary>
public sealed class RolloutWatchBlindTests
{
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
}
