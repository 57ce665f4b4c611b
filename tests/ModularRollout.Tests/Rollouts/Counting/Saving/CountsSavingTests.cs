using System.Text;
using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Counting.Saving;

public sealed class CountsSavingTests
{
    [Property(MaxTest = 60)]
    public void Restore_AtAnyPoint_ChangesNothing(EvidenceMergeTests.Happening[] before, EvidenceMergeTests.Happening[] after)
    {
        Tally straight = EvidenceMergeTests.Instance("one");
        Array.ForEach(before, happening => happening.Report(straight));
        straight.Counts.FreezeLatency(3, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(300));
        straight.SettleAll();
        Tally restored = straight.Restored();

        Assert.Equal(EvidenceMergeTests.TextOf(straight.Totals), EvidenceMergeTests.TextOf(restored.Totals));
        Assert.Equal(straight.Counts.Save(), restored.Counts.Save());
        foreach (Tally tally in (Tally[])[straight, restored])
        {
            Array.ForEach(after, happening => happening.Report(tally));
        }

        straight.SettleAll();
        restored.SettleAll();
        Assert.Equal(EvidenceMergeTests.TextOf(straight.Totals), EvidenceMergeTests.TextOf(restored.Totals));
        Assert.Equal(straight.Counts.Version, restored.Counts.Version);
    }

    [Fact]
    public void Restore_WhatHadNotSettled_IsCutOffAndCounted()
    {
        Tally tally = EvidenceMergeTests.Instance("one");
        tally.Failure(2, Tally.At(.1));
        tally.Failure(2, Tally.At(.9));
        tally.Custom(2, Tally.At(.9), "order-lost");

        EvidenceTotals own = tally.Restored().Totals;
        EvidenceTotals others = tally.Restored("two").Totals;
        EvidenceTotals merged = new Tally("three").Counts.Look(tally.Counts.Save());

        Assert.Equal((2L, 0L, 0L), (own.Of(2).CutOff, own.Unsettled, own.Of(2).Candidate.Outcomes));
        Assert.Equal((0L, 0L), (others.Of(2).CutOff, merged.Of(2).CutOff));
        Assert.Empty(own.Cells(Tally.Errors, 0)[0]);
    }

    [Fact]
    public void Restore_ByAnotherInstance_KeepsTheCountsApart()
    {
        Tally first = EvidenceMergeTests.Instance("one");
        first.Failure(2, Tally.At(.1));
        first.SettleAll();
        Tally second = first.Restored("two");
        second.Failure(2, Tally.At(.1));
        second.Failure(2, Tally.At(.12));
        second.SettleAll();
        first.Failure(2, Tally.At(.9));
        first.SettleAll();

        EvidenceTotals totals = second.Counts.Look(first.Counts.Save());

        Assert.Equal((3L, 1L), (totals.Of(2).Candidate.Outcomes, totals.Of(2).Baseline.Outcomes));
        Assert.Equal(["0.2: 2 of 3"], Tally.TextOf(totals.Cells(Tally.Errors, 0)[0]));
    }

    [Fact]
    public void Resume_FromTheControllerBefore_KeepsWhatBothCountedAndCountsNobodyTwice()
    {
        Tally controller = EvidenceMergeTests.Instance("one");
        Tally follower = EvidenceMergeTests.Instance("two");
        controller.Failure(2, Tally.At(.1));
        follower.Failure(2, Tally.At(.15));
        controller.SettleAll();
        follower.SettleAll();
        follower.Success(2, Tally.At(.6));

        follower.Counts.Resume(controller.Counts.Save());
        foreach (double place in (double[])[.1, .15, .5])
        {
            follower.Failure(2, Tally.At(place));
        }

        follower.SettleAll();
        Assert.Equal(["0.2: 2 of 3"], follower.Cells());
        Assert.Equal((4L, 2L), (follower.Totals.Of(2).Candidate.Outcomes, follower.Totals.Of(2).Baseline.Outcomes));
        Assert.Equal([new BudgetCount(2, 2)], follower.Totals.Budget(Tally.ErrorBudget, 0));
        Assert.Equal(0, follower.Totals.Of(2).CutOff);
    }

    [Fact]
    public void Resume_FromAnEarlierEpoch_StaysInItsOwn()
    {
        Tally tally = EvidenceMergeTests.Instance("one");
        byte[] saved = EvidenceMergeTests.Instance("two").Counts.Save();
        tally.Counts.BeginEpoch(2);

        tally.Counts.Resume(saved);

        Assert.Equal(2, tally.Totals.Epoch);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Resume_ThresholdsOfBefore_HoldAtOnceWhereNothingWasReportedYet(bool isReported)
    {
        Tally before = EvidenceMergeTests.Instance("one");
        before.Counts.FreezeLatency(2, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500));
        Tally restarted = EvidenceMergeTests.Instance("two");
        if (isReported)
        {
            restarted.Success(2, Tally.At(.9), 100);
        }

        restarted.Counts.Resume(before.Counts.Save());
        restarted.Success(2, Tally.At(.1), 100);
        restarted.SettleAll();

        Assert.Equal(isReported ? [] : ["0.2: 1 of 1"], restarted.Cells(Tally.Slow));
    }

    [Fact]
    public void Resume_Damaged_ChangesNothing()
    {
        Tally tally = EvidenceMergeTests.Instance("one");
        tally.Failure(2, Tally.At(.1));
        tally.SettleAll();
        byte[] before = tally.Counts.Save();

        Assert.Throws<InvalidDataException>(() => tally.Counts.Resume(before.AsSpan()[..^1]));

        Assert.Equal(before, tally.Counts.Save());
    }

    [Fact]
    public void Resume_LabelsThatFoundNoRoom_StayCounted()
    {
        Tally tally = EvidenceMergeTests.Instance("one");
        foreach (ulong subject in Subjects.SubjectSketchTests.Some(1, 80_000))
        {
            tally.Failure(3, subject);
        }

        tally.SettleAll();
        long labels = tally.Totals.Cells(Tally.Errors, 0)[0].Sum(static cell => cell.Total);
        Tally restarted = EvidenceMergeTests.Instance("two");

        restarted.Counts.Resume(tally.Counts.Save());

        Assert.True(labels > 65_536);
        Assert.Equal(labels, restarted.Totals.Cells(Tally.Errors, 0)[0].Sum(static cell => cell.Total));
    }

    [Fact]
    public void Restore_PlanWithOtherGuards_KeepsTheEventsThatBothCount()
    {
        RolloutPlan changed = RolloutPlan.Parse("f", Encoding.UTF8.GetBytes("""
            { "candidate": "on", "baseline": "off", "stages": [ { "name": "a", "percent": 1 }, { "name": "b", "percent": 20 }, { "name": "c", "percent": 50 } ],
              "guards": [ { "name": "new", "events": { "custom": "new" }, "noMoreThan": { "timesBaseline": 1.0 } },
                          { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } } ] }
            """));
        Tally tally = EvidenceMergeTests.Instance("one");
        tally.Failure(2, Tally.At(.1), 900);
        tally.Custom(2, Tally.At(.9), "order-lost");
        tally.SettleAll();

        Tally adopted = tally.Restored(plan: changed);
        adopted.Custom(2, Tally.At(.15), "new");
        adopted.SettleAll();

        Assert.Equal(["0.2: 1 of 1"], adopted.Cells(0));
        Assert.Equal(["0.2: 1 of 1"], adopted.Cells(1));
        Assert.Equal([new EventTotals(1, 0, 0)], adopted.Totals.Events(1, 2));
        Assert.Equal([new EventTotals(1, 0, 0)], adopted.Totals.Events(0, 2));
    }

    [Fact]
    public void Restore_EveryTruncation_IsRefused()
    {
        byte[] saved = Saved();

        for (int length = 0; length < saved.Length; length++)
        {
            byte[] cut = saved[..length];
            Assert.Throws<InvalidDataException>(() => { AttemptCounts.Restore(Tally.Plan, TimeProvider.System, "one", cut); });
        }
    }

    [Fact]
    public void Restore_AnyByteDamaged_IsRefusedOrReadAndNeverMore()
    {
        byte[] saved = Saved();

        for (int place = 0; place < saved.Length; place++)
        {
            byte[] damaged = [.. saved];
            damaged[place] ^= 0x85;
            try
            {
                AttemptCounts.Restore(Tally.Plan, TimeProvider.System, "one", damaged);
            }
            catch (InvalidDataException)
            {
                // Whether it is damaged is the store's to find; whatever it holds must do no more harm than this.
            }
        }
    }

    [Fact]
    public void Restore_LaterFormat_IsRefusedWithASentence()
    {
        byte[] saved = Saved();
        saved[4] = 9;

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => { AttemptCounts.Restore(Tally.Plan, TimeProvider.System, "one", saved); });

        Assert.Equal($"The saved evidence is damaged before byte 5 of {saved.Length}: The mark is 0043524d and the format 9; only 0043524d and 2 can be read.", refused.Message);
    }

    [Fact]
    public void Look_OneOfTheOthersIsDamaged_MergesNothing()
    {
        Tally tally = EvidenceMergeTests.Instance("one");
        byte[] good = Saved();

        Assert.Throws<InvalidDataException>(() => tally.Counts.Look(good, good[..^1]));

        Assert.Equal(0, tally.Totals.Of(2).Candidate.Outcomes);
        Assert.NotEqual(0, tally.Counts.Look(good).Of(2).Candidate.Outcomes);
    }

    private static byte[] Saved()
    {
        Tally tally = EvidenceMergeTests.Instance("other");
        tally.Failure(2, Tally.At(.1));
        tally.Success(2, Tally.At(.2), 900);
        tally.Custom(3, Tally.At(.9), "bounce");
        tally.Ring(3, Tally.At(.3), isFailure: true);
        tally.Counts.FreezeLatency(2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        tally.SettleAll();
        tally.Failure(3, Tally.At(.5));
        return tally.Counts.Save();
    }
}
