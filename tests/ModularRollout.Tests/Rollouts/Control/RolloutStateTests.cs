using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class RolloutStateTests
{
    [Fact]
    public void After_Start_LocksTheDefinitionAndForgetsTheAttemptBefore()
    {
        Situation situation = Situation.At(1).SignedOff(2).Drilled(TimeSpan.FromDays(2)).Holding(RolloutHoldReason.Breach, "orders");
        situation.Append(RolloutEntryKind.Acknowledge, situation.State.Position.NewStretch(), detail: "orders").Holding(RolloutHoldReason.Breach, "orders");
        situation.Append(RolloutEntryKind.RollBack, situation.State.Position.As(RolloutStatus.RolledBack));
        Assert.False(situation.State.IsLocked);

        situation.Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));

        RolloutState state = situation.State;
        Assert.Equal((2, 0, 0, true), (state.Attempt, state.Stage, state.Position.Stretch, state.IsLocked));
        Assert.Equal(situation.Definition.Json, state.Definition);
        Assert.Equal([new RolloutStretch(0, 0)], state.Stretches);
        Assert.Empty(state.OpenBreaches);
        Assert.Empty(state.GuardsSince);
        Assert.Empty(state.SignOffs);
        Assert.Equal(Situation.Monday.AddDays(-2), state.LastDrill);
    }

    [Fact]
    public void After_EntriesThatMoveNothing_KeepsSinceAndStageSince()
    {
        Situation situation = Situation.At(0);
        foreach (RolloutEntryKind kind in (RolloutEntryKind[])[RolloutEntryKind.Refuse, RolloutEntryKind.Deliver, RolloutEntryKind.Report, RolloutEntryKind.Kill, RolloutEntryKind.Revive, RolloutEntryKind.Drill])
        {
            situation.Now += TimeSpan.FromHours(1);
            situation.Append(kind, situation.State.Position, "ada", "detail");
        }

        Assert.Equal((RolloutStatus.Running, Situation.Monday, Situation.Monday), (situation.State.Status, situation.State.Since, situation.State.StageSince));
        Assert.Equal((7, situation.Journal[^1].Hash), (situation.State.Sequence, situation.State.HeadHash));
        Assert.Equal(situation.Now, situation.State.LastDrill);
    }

    [Fact]
    public void After_NextStage_IsSinceThenAndNeedsItsOwnApprovals()
    {
        Situation situation = Situation.At(0).SignedOff(2);
        situation.Now += TimeSpan.FromHours(3);

        situation.Append(RolloutEntryKind.Advance, situation.State.Position.Running(1));

        Assert.Equal((Situation.Monday, situation.Now), (situation.State.Since, situation.State.StageSince));
        Assert.Empty(situation.State.SignOffs);
        Assert.Equal([new RolloutStretch(0, 0), new RolloutStretch(1, 1)], situation.State.Stretches);
    }

    [Fact]
    public void After_HoldAndResume_KeepsApprovalsAndTheStage()
    {
        Situation situation = Situation.At(0).SignedOff(1);
        situation.Now += TimeSpan.FromHours(3);
        situation.Holding(RolloutHoldReason.Paused);
        Assert.Equal(situation.Now, situation.State.Since);

        situation.Make(situation.Give(RolloutCommandKind.Resume), "ada");

        Assert.Equal((RolloutStatus.Running, RolloutHoldReason.None, 1, 0), (situation.State.Status, situation.State.Position.HoldReason, situation.State.SignOffs.Length, situation.State.Position.Stretch));
        Assert.Equal(Situation.Monday, situation.State.StageSince);
    }

    [Fact]
    public void After_Complete_IsCompleteInAStretchOfItsOwn()
    {
        Situation situation = Situation.Completed();

        Assert.Equal((true, Situation.Monday, true), (situation.State.IsComplete, situation.State.CompletedAt, situation.State.IsLocked));
        Assert.Equal(new RolloutStretch(3, 2, IsComplete: true), situation.State.Stretches[^1]);
        Assert.False(situation.State.Stretches[^2].IsComplete);
        situation.Append(RolloutEntryKind.RollBack, situation.State.Position.As(RolloutStatus.RolledBack)).Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));
        Assert.False(situation.State.IsComplete);
    }

    [Fact]
    public void After_StartSinceCompletion_CountsAttemptsAnewAndKeepsNoDrillOfThePlanBefore()
    {
        Situation situation = Situation.Completed().Drilled(TimeSpan.FromHours(1));
        situation.Append(RolloutEntryKind.RollBack, situation.State.Position.As(RolloutStatus.RolledBack)).Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));
        Assert.Equal((2, 0, 2, false), (situation.State.Attempt, situation.State.EarlierAttempts, situation.State.AttemptOfPlan, situation.State.HasCompleted));

        situation.Append(RolloutEntryKind.Complete, situation.State.Position.Completed()).Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));
        Assert.Equal((3, 2, 1, true, null), (situation.State.Attempt, situation.State.EarlierAttempts, situation.State.AttemptOfPlan, situation.State.HasCompleted, situation.State.LastDrill));
        situation.Append(RolloutEntryKind.RollBack, situation.State.Position.As(RolloutStatus.RolledBack)).Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));
        Assert.Equal((4, 2, 2, true), (situation.State.Attempt, situation.State.EarlierAttempts, situation.State.AttemptOfPlan, situation.State.HasCompleted));
    }

    [Fact]
    public void After_StartSinceCompletion_KeepsADrillThatWasPassedSince()
    {
        Situation situation = Situation.Completed().Drilled(TimeSpan.Zero);

        situation.Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));

        Assert.Equal(Situation.Monday, situation.State.LastDrill);
    }

    [Fact]
    public void After_ReleaseAndRelock_MovesNothingElse()
    {
        Situation situation = Situation.Completed();
        RolloutState before = situation.State;
        situation.Now += TimeSpan.FromHours(1);

        situation.Append(RolloutEntryKind.Release, situation.State.Position);
        Assert.Equal((true, before.Position, before.Since, before.Reason), (situation.State.IsReleased, situation.State.Position, situation.State.Since, situation.State.Reason));
        situation.Append(RolloutEntryKind.Relock, situation.State.Position);
        Assert.False(situation.State.IsReleased);
        situation.Append(RolloutEntryKind.Release, situation.State.Position).Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));
        Assert.False(situation.State.IsReleased);
    }

    [Fact]
    public void After_HoldsThatAreNoBreach_OpenNone()
    {
        Assert.Empty(Situation.At(0).Holding(RolloutHoldReason.Blind).Holding(RolloutHoldReason.WindowEnded).State.OpenBreaches);
    }
}
