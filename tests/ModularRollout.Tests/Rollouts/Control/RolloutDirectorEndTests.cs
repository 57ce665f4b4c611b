using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What happens, and what does not, once an attempt has ended or completed.</summary>
public sealed class RolloutDirectorEndTests
{
    [Theory]
    [InlineData(RolloutStatus.RolledBack)]
    [InlineData(RolloutStatus.Aborted)]
    [InlineData(RolloutStatus.Expired)]
    public void Decide_AttemptHasEnded_DoesNothing(RolloutStatus ended)
    {
        Situation situation = Situation.At(0, more: "\"start\": \"onPublish\"").Says("errors", GuardVerdict.Breach);
        situation.Append(RolloutEntryKind.Abort, situation.State.Position.As(ended));

        Assert.Null(situation.Decide().Move);
    }

    [Fact]
    public void Decide_CompletedWithoutAHoldback_DoesNothing()
    {
        Situation situation = Situation.Completed("""{ "name": "half", "percent": 50 }, { "name": "full", "percent": 100 }""").Says("errors", GuardVerdict.Breach);

        Assert.Null(situation.Decide().Move);
    }

    [Theory]
    [InlineData(true, true, RolloutEntryKind.Release, "The plan was removed: the definition alone decides.")]
    [InlineData(true, false, RolloutEntryKind.Release, "The plan was removed: the definition alone decides.")]
    [InlineData(false, true, null, null)]
    public void Decide_PlanIsRemovedAfterTheEnd_IsJournalledOnce(bool isReleased, bool isCompleted, RolloutEntryKind? kind, string? reason)
    {
        Situation situation = isCompleted ? Situation.Completed() : Situation.At(0);
        _ = isCompleted ? situation : situation.Append(RolloutEntryKind.RollBack, situation.State.Position.As(RolloutStatus.RolledBack));
        situation.With(evidence => evidence with { IsReleased = isReleased, IsDefined = !isReleased });

        RolloutStep step = situation.Decide();
        Assert.Equal((kind, reason), (step.Move?.Kind, step.Move?.Reason));
        if (step.Move is not null)
        {
            situation.Make(step);
            Assert.Null(situation.Decide().Move);
            Assert.Equal(isCompleted ? [reason!] : [], situation.Decide().Waits);
            situation.With(static evidence => evidence with { IsReleased = false, IsDefined = true });
            Assert.Equal(RolloutEntryKind.Relock, situation.Decide().Move?.Kind);
        }
    }

    [Fact]
    public void Decide_AlarmAndAPlanThatGoesOn_ProtectsFirst()
    {
        Situation situation = Situation.Completed().WithNext("on", "off", more: "\"start\": \"onPublish\"");
        Assert.Equal(["The plan in force goes on from `on` to `off`; an operator starts it with Restart."], situation.Decide().Waits);

        Assert.Equal(RolloutEntryKind.RollBack, situation.Says("errors", GuardVerdict.Breach).Decide().Move?.Kind);
    }

    [Fact]
    public void Decide_HoldsAfterCompletion_GoesBackToCompletedWhenResumed()
    {
        Situation situation = Situation.Completed().Says("orders", GuardVerdict.Breach);
        situation.Make(situation.Decide());
        Assert.Equal(99, Exposures.PercentOf(situation.Plan, situation.State));

        situation.Make(situation.Give(RolloutCommandKind.Acknowledge, argument: "orders"), "ada");
        situation.Make(situation.Give(RolloutCommandKind.Resume), "ada");

        Assert.Equal((RolloutStatus.Completed, 4), (situation.State.Status, situation.State.Position.Stretch));
        Assert.Equal(99, Exposures.PercentOf(situation.Plan, situation.State));
    }
}
