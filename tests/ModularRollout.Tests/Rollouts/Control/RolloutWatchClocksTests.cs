using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using static ModularRollout.Tests.Rollouts.Control.WatchedPlans;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>How long a stage has dwelt, been blind, and had its window open.</summary>
public sealed class RolloutWatchClocksTests
{
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
}
