using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Counting.Saving;
using ModularRollout.Tests.Rollouts.Counting.Subjects;

namespace ModularRollout.Tests.Rollouts.Counting.Saving;

public sealed class CountsCopyTests
{
    [Property(MaxTest = 60)]
    public void Save_WhateverIsCountedAndMergedSince_IsWhatWasThere(EvidenceMergeTests.Happening[] before, EvidenceMergeTests.Happening[] after, bool isDense)
    {
        Tally tally = EvidenceMergeTests.Instance("one");
        Tally other = EvidenceMergeTests.Instance("other");
        if (isDense)
        {
            Array.ForEach([.. SubjectSketchTests.Some(1, 10_000)], subject => tally.Failure(3, subject));
        }

        Report(tally, before);
        Report(other, before);
        tally.Counts.Look(other.Counts.Save());
        CountsCopy copy = tally.Counts.Copy();
        byte[] then = copy.Save();

        Report(tally, after);
        Report(other, after);
        tally.Counts.Look(other.Counts.Save());
        tally.Open(4, 100);
        tally.Counts.FreezeLatency(4, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        tally.Counts.BeginEpoch(1);
        tally.Failure(4, Tally.At(.5));

        Assert.Equal(then, copy.Save());
        Assert.NotEqual(then, tally.Counts.Save());
    }

    [Fact]
    public async Task Save_WhileOthersReport_IsOfOneMoment()
    {
        const int Copies = 40, Batches = 4, Subjects = 100;
        Tally tally = EvidenceMergeTests.Instance("one");
        using var permits = new SemaphoreSlim(0);
        Task reporting = Task.Run(async () =>
        {
            ulong[] subjects = [.. SubjectSketchTests.Some(1, Copies * Batches * Subjects)];
            for (int i = 0; i < subjects.Length; i += Subjects)
            {
                await permits.WaitAsync();
                Array.ForEach(subjects[i..(i + Subjects)], subject => tally.Failure(3, subject));
                tally.SettleAll();
            }
        });

        var copies = new List<(CountsCopy Copy, byte[] Saved)>();
        for (int i = 0; i < Copies; i++)
        {
            permits.Release(Batches);
            CountsCopy copy = tally.Counts.Copy();
            copies.Add((copy, copy.Save()));
        }

        await Eventually.Within(reporting);
        foreach ((CountsCopy copy, byte[] saved) in copies)
        {
            EvidenceTotals totals = AttemptCounts.Restore(Tally.Plan, tally.Clock, "two", saved).Look();
            long settled = totals.Of(3).Candidate.Outcomes + totals.Of(3).Baseline.Outcomes;
            Assert.Equal(0, settled % Subjects);
            Assert.Equal(settled, totals.Cells(Tally.Errors, 0)[0].Sum(static cell => cell.Total));
            Assert.Equal(settled, totals.Samples.Sum(static sample => sample.Candidate + sample.Baseline));
            Assert.Equal(saved, copy.Save());
        }

        Assert.Equal(Copies * Batches * Subjects, tally.Totals.Cells(Tally.Errors, 0)[0].Sum(static cell => cell.Total));
    }

    [Fact]
    public void Copy_ManySubjects_AllocatesNoneOfThem()
    {
        Tally tally = EvidenceMergeTests.Instance("one");
        Array.ForEach([.. SubjectSketchTests.Some(1, 60_000)], subject => tally.Failure(3, subject));
        tally.SettleAll();
        _ = tally.Counts.Copy();

        long before = GC.GetAllocatedBytesForCurrentThread();
        CountsCopy copy = tally.Counts.Copy();
        long copying = GC.GetAllocatedBytesForCurrentThread() - before;
        int saved = copy.Save().Length;
        long saving = GC.GetAllocatedBytesForCurrentThread() - before - copying;

        // Only the sketches are copied, of at most 64 KiB an arm.
        Assert.InRange(copying, 1, 3 * 65_536);
        Assert.InRange(saved, 1 << 20, saving);
    }

    private static void Report(Tally tally, EvidenceMergeTests.Happening[] happenings)
    {
        Array.ForEach(happenings, happening => happening.Report(tally));
        tally.SettleAll();
    }
}
