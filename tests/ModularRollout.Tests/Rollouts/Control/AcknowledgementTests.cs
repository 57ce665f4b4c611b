using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What the acknowledgement of a breach opens, for which guard, and for how long.</summary>
public sealed class AcknowledgementTests
{
    [Fact]
    public void Acknowledge_BreachOfAnother_NamesThoseThatAreOpen()
    {
        Situation situation = Situation.At(0).Holding(RolloutHoldReason.Breach, "orders").Holding(RolloutHoldReason.Breach, "errors");

        Assert.Equal(["Guard `trial` has no breach to acknowledge; errors, orders has."], situation.Give(RolloutCommandKind.Acknowledge, argument: "trial").Waits);
        situation.Make(situation.Give(RolloutCommandKind.Acknowledge, argument: "orders"), "ada");
        Assert.Equal(["Acknowledge the breach of errors first."], situation.Give(RolloutCommandKind.Resume).Waits);
        situation.Make(situation.Give(RolloutCommandKind.Acknowledge, argument: "errors"), "ada");
        Assert.Equal(RolloutEntryKind.Resume, situation.Give(RolloutCommandKind.Resume).Move?.Kind);
    }

    [Fact]
    public void Acknowledge_OpensANewStretchForTheGuardAlone()
    {
        Situation situation = Situation.At(0).Holding(RolloutHoldReason.Breach, "orders");

        situation.Make(situation.Give(RolloutCommandKind.Acknowledge, argument: "orders"), "ada");

        Assert.Equal([new("orders", 1)], situation.State.GuardsSince);
        Assert.Equal([new RolloutStretch(0, 0), new RolloutStretch(1, 0)], situation.State.Stretches);
        Assert.Equal((RolloutStatus.Holding, RolloutHoldReason.Breach), (situation.State.Status, situation.State.Position.HoldReason));
    }

    [Fact]
    public void Acknowledge_StretchesRunOut_KeepsOneForEachStageToComeAndForCompletion()
    {
        Situation situation = Situation.At(0).Holding(RolloutHoldReason.Breach, "orders");
        int acknowledged = 0;
        while (situation.Give(RolloutCommandKind.Acknowledge, argument: "orders") is { Move: not null } step)
        {
            situation.Make(step, "ada").Holding(RolloutHoldReason.Breach, "orders");
            acknowledged++;
        }

        Assert.Equal([Sentences.NoRoom], situation.Give(RolloutCommandKind.Acknowledge, argument: "orders").Waits);
        Assert.Equal(60, acknowledged);
        Assert.Equal(63, situation.State.Position.Running(1).Running(2).Completed().Stretch);
    }
}
