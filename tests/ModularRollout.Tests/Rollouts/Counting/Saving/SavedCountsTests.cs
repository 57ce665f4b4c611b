using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Counting.Saving;
using ModularRollout.Tests.Rollouts.Counting.Subjects;

namespace ModularRollout.Tests.Rollouts.Counting.Saving;

public sealed class SavedCountsTests
{
    [Property(MaxTest = 40)]
    public void Look_PreparedBefore_SaysTheSame(EvidenceMergeTests.Happening[] own, EvidenceMergeTests.Happening[] others)
    {
        Tally prepared = Reported("looker", own);
        Tally plain = Reported("looker", own);
        byte[][] saved = [Reported("a", others).Counts.Save(), Reported("b", own).Counts.Save()];
        SavedCounts[] read = SavedLooks.Of(saved);

        prepared.Counts.Prepare(read);
        EvidenceTotals totals = prepared.Counts.Look(read);

        Assert.Equal(EvidenceMergeTests.TextOf(plain.Counts.Look(saved)), EvidenceMergeTests.TextOf(totals));
        Assert.Equal(plain.Counts.Save(), prepared.Counts.Save());
    }

    [Fact]
    public void Look_Prepared_ReadsNothing()
    {
        Tally other = EvidenceMergeTests.Instance("other");
        Tally looker = EvidenceMergeTests.Instance("looker");
        ulong[] subjects = [.. SubjectSketchTests.Some(1, 50_000)];
        Array.ForEach(subjects[..^1], subject => other.Failure(3, subject));
        other.SettleAll();
        looker.Counts.Look(other.Counts.Save());
        other.Failure(3, subjects[^1]);
        other.SettleAll();
        var saved = new SavedCounts(other.Counts.Save());

        long before = GC.GetAllocatedBytesForCurrentThread();
        looker.Counts.Prepare([saved]);
        long preparing = GC.GetAllocatedBytesForCurrentThread() - before;
        EvidenceTotals totals = looker.Counts.Look(saved);
        long looking = GC.GetAllocatedBytesForCurrentThread() - before - preparing;
        looker.Counts.Prepare([new SavedCounts(other.Counts.Save())]);

        Assert.Equal(50_000, totals.Cells(Tally.Errors, 0)[0].Single().Total);
        Assert.InRange(preparing, 4 << 20, long.MaxValue);
        Assert.InRange(looking, 1, 1 << 18);
    }

    [Fact]
    public void Prepare_MergedAlready_ReadsNothing()
    {
        Tally other = Reported("other", [new EvidenceMergeTests.Happening(1, 3, 2)]);
        Tally looker = EvidenceMergeTests.Instance("looker");
        byte[] saved = other.Counts.Save();
        looker.Counts.Look(saved);
        var again = new SavedCounts(saved);

        long before = GC.GetAllocatedBytesForCurrentThread();
        looker.Counts.Prepare([again]);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Prepare_Damaged_LeavesItToTheLook()
    {
        Tally looker = EvidenceMergeTests.Instance("looker");
        byte[] good = Reported("other", [new EvidenceMergeTests.Happening(1, 3, 2)]).Counts.Save();
        SavedCounts[] saved = SavedLooks.Of([good, good[..^1]]);

        looker.Counts.Prepare(saved);

        Assert.Throws<InvalidDataException>(() => looker.Counts.Look(saved));
        Assert.Equal(1, looker.Counts.Look(saved[0]).Cells(Tally.Errors, 0)[0].Single().Total);
    }

    [Fact]
    public void Read_ForOtherEvents_ReadsAgain()
    {
        var saved = new SavedCounts(Reported("other", []).Counts.Save());
        var events = new EventTable(Tally.Plan);

        EvidenceState first = saved.Read(events);

        Assert.Same(first, saved.Read(events));
        Assert.NotSame(first, saved.Read(new EventTable(Tally.Plan)));
    }

    private static Tally Reported(string instance, EvidenceMergeTests.Happening[] happenings)
    {
        Tally tally = EvidenceMergeTests.Instance(instance);
        Array.ForEach(happenings, happening => happening.Report(tally));
        tally.SettleAll();
        return tally;
    }
}
