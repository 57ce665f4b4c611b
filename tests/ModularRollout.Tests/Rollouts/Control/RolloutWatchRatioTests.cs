using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Journal;
using static ModularRollout.Tests.Rollouts.Control.WatchedPlans;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>The ratio of the arms' subjects.</summary>
public sealed class RolloutWatchRatioTests
{
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
}
