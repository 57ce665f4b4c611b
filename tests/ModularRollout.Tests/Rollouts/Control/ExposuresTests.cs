using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class ExposuresTests
{
    private const string Stages = """
        { "name": "staff", "audience": "staff" }, { "name": "tenth", "percent": 10 }, { "name": "testers", "audience": "testers" }, { "name": "staff again", "audience": "staff" },
        { "name": "most", "percent": 80, "holdbackPercent": 5 }
        """;

    private const string Budget = """{ "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 } }""";

    [Theory]
    [InlineData(0, 0, "staff")]
    [InlineData(1, 10, "staff")]
    [InlineData(2, 10, "staff testers")]
    [InlineData(3, 10, "staff testers")]
    [InlineData(4, 75, "staff testers")]
    public void Of_EachStage_ExposesItsAudiencesAndItsShare(int stage, int percent, string audiences)
    {
        Situation situation = Situation.At(stage, Stages, guards: Budget);

        RolloutExposure exposure = Exposures.Of(situation.Plan, situation.State, null)!;

        Assert.Equal(percent, Exposures.PercentOf(situation.Plan, situation.State));
        Assert.Equal((percent > 0, false, stage, 1, "checkout/rollout"), (exposure.HasShare, exposure.IsEverything, exposure.Stage, exposure.Attempt, exposure.Salt));
        Assert.Equal(ShareBounds.OfPercent(percent, out _), exposure.Bound);
        Assert.Equal(audiences.Split(' '), exposure.Audiences);
    }

    [Fact]
    public void Of_Completed_ExposesAllButTheHoldback()
    {
        Situation situation = Situation.Completed(Stages, guards: Budget);

        Assert.Equal(95, Exposures.PercentOf(situation.Plan, situation.State));
        Assert.True(Exposures.IsGuarded(situation.Plan, situation.State));
        situation.Holding(RolloutHoldReason.Breach, "budget");
        Assert.Equal(95, Exposures.PercentOf(situation.Plan, situation.State));
        Assert.True(Exposures.IsGuarded(situation.Plan, situation.State));
        situation.Append(RolloutEntryKind.RollBack, situation.State.Position.As(RolloutStatus.RolledBack));
        Assert.Equal(0, Exposures.PercentOf(situation.Plan, situation.State));
        Assert.Null(Exposures.Of(situation.Plan, situation.State, null));
        Assert.False(Exposures.IsGuarded(situation.Plan, situation.State));
    }

    [Fact]
    public void Of_CompletedWithoutAHoldback_ExposesEverythingAndIsNotGuarded()
    {
        Situation situation = Situation.Completed("""{ "name": "half", "percent": 50 }""");

        Assert.True(Exposures.Of(situation.Plan, situation.State, null)!.IsEverything);
        Assert.Equal(100, Exposures.PercentOf(situation.Plan, situation.State));
        Assert.False(Exposures.IsGuarded(situation.Plan, situation.State));
    }

    [Theory]
    [InlineData(RolloutStatus.Draft)]
    [InlineData(RolloutStatus.Scheduled)]
    [InlineData(RolloutStatus.RolledBack)]
    [InlineData(RolloutStatus.Aborted)]
    [InlineData(RolloutStatus.Expired)]
    public void Of_NotExposed_GivesTheBaselineToAllRingsIncluded(RolloutStatus status)
    {
        Situation situation = Situation.At(2, Stages, guards: Budget);
        situation.Append(RolloutEntryKind.Abort, situation.State.Position.As(status));

        Assert.Null(Exposures.Of(situation.Plan, situation.State, null));
        Assert.Equal(0, Exposures.PercentOf(situation.Plan, situation.State));
    }

    [Theory]
    [InlineData(RolloutStatus.Holding)]
    [InlineData(RolloutStatus.AwaitingApproval)]
    public void Of_HoldingOrAwaiting_ExposesWhatItDid(RolloutStatus status)
    {
        Situation situation = Situation.At(1, Stages, guards: Budget);
        decimal before = Exposures.PercentOf(situation.Plan, situation.State);

        situation.Append(RolloutEntryKind.Hold, situation.State.Position.As(status));

        Assert.Equal(before, Exposures.PercentOf(situation.Plan, situation.State));
        Assert.NotNull(Exposures.Of(situation.Plan, situation.State, null));
        Assert.True(Exposures.IsGuarded(situation.Plan, situation.State));
    }
}
