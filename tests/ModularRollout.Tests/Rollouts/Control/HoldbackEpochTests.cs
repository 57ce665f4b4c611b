using ModularRollout.Rollouts.Control;
using static ModularRollout.Tests.Rollouts.Control.Holdbacks;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>The epochs of a holdback: who is labelled anew, what instances and restarts add, and how much is kept.</summary>
public sealed class HoldbackEpochTests
{
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
        Fail(watched, 1000);
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
}
