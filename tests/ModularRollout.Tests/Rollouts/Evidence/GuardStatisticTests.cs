using System.Text.Json;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

[Properties(Arbitrary = [typeof(Cells)])]
public sealed class GuardStatisticTests
{
    [Fact]
    public void Current_NoLookYet_SaysNothing()
    {
        GuardLook look = GuardStatistic.Comparison(1).Current;

        Assert.Equal(new GuardLook(0, double.NegativeInfinity, 0, mayBreach: false), look);
        Assert.Equal(Math.Log(.5), look.Log, 1e-12);
    }

    [Property]
    public void Look_AnyCounters_IsHalfTheEvidenceAndHalfTheRestarts(Look[] looks)
    {
        var guard = GuardStatistic.Comparison(1.2);

        foreach (Look look in looks)
        {
            GuardLook said = guard.Look(look.Cells, look.Stretch);

            Assert.Equal(ComparisonStatistic.LogE(look.Cells, 1.2), said.LogE, 1e-9 * Math.Max(1, Math.Abs(said.LogE)));
            Assert.Equal(LogSum.Mean([said.LogE, said.LogRestarts]), said.Log, 1e-9);
            Assert.Equal(said, guard.Current);
        }
    }

    [Property]
    public void Look_OrderAndPartition_ChangeNothingNotEvenABit(Look[] looks, int seed)
    {
        var (straight, mixed) = (GuardStatistic.Comparison(1), GuardStatistic.Comparison(1));
        var random = new Random(seed);

        foreach (Look look in looks)
        {
            LabelCell[] parts = [.. look.Cells.SelectMany(Singles), default, new LabelCell(.77, 0, 0)];
            random.Shuffle(parts);

            Assert.Equal(straight.Look(look.Cells, look.Stretch), mixed.Look(parts, look.Stretch));
        }
    }

    [Property]
    public void Save_RestartBetweenLooks_ChangesNothingNotEvenABit(Look[] looks, int seed)
    {
        var (steady, restarted) = (GuardStatistic.Comparison(1), GuardStatistic.Comparison(1));
        var random = new Random(seed);

        foreach (Look look in looks)
        {
            if (random.Next(2) == 0)
            {
                restarted = GuardStatistic.Comparison(1, ThroughJson(restarted.Save()));
                Assert.Equal(steady.Current, restarted.Current);
            }

            Assert.Equal(steady.Look(look.Cells, look.Stretch), restarted.Look(look.Cells, look.Stretch));
        }
    }

    [Fact]
    public void Save_BudgetRestarts_ChangesNothingNotEvenABit()
    {
        var (steady, restarted) = (GuardStatistic.Budget(.01), GuardStatistic.Budget(.01));
        for (int k = 1; k <= 50; k++)
        {
            restarted = GuardStatistic.Budget(.01, ThroughJson(restarted.Save()));

            Assert.Equal(steady.Look(k / 7, 31 * k, 1 + (k / 20)), restarted.Look(k / 7, 31 * k, 1 + (k / 20)));
        }
    }

    [Property]
    public void Look_NothingNew_IsNoLook(Look[] looks)
    {
        var (once, often) = (GuardStatistic.Comparison(1), GuardStatistic.Comparison(1));

        foreach (Look look in looks)
        {
            once.Look(look.Cells, look.Stretch);
            often.Look(look.Cells, look.Stretch);
            often.Look(look.Cells, look.Stretch);
            often.Look(look.Cells.Reverse().ToArray(), look.Stretch);

            Assert.Equal(once.Current, often.Current);
        }
    }

    [Fact]
    public void Look_NewStretch_CountsLooksAnew()
    {
        var guard = GuardStatistic.Comparison(1);
        guard.Look([new LabelCell(.5, 1, 1)], 1);
        guard.Look([new LabelCell(.5, 2, 2)], 1);
        double before = guard.Current.LogRestarts;

        guard.Look([new LabelCell(.5, 2, 2)], 4);

        Assert.Equal(before, guard.Current.LogRestarts);
        Assert.Equal((4, 0), (guard.Save().Stretch, guard.Save().Look));
        guard.Look([new LabelCell(.5, 2, 2), new LabelCell(1, 3, 3)], 4); // labels that say nothing: only the weight comes in
        Assert.Equal(Math.Log(Math.Exp(before) + (1 / (4 * 5.0) / 2)), guard.Current.LogRestarts, 1e-9);
    }

    [Fact]
    public void Look_MergeMovesALabelToAnEarlierStretch_IsALookAndStaysANumber()
    {
        var guard = GuardStatistic.Comparison(1);
        guard.Look([new LabelCell(.05, 1, 2), new LabelCell(.25, 2, 3)], 2);

        GuardLook moved = guard.Look([new LabelCell(.05, 2, 3), new LabelCell(.25, 1, 2)], 2);

        Assert.True(double.IsFinite(moved.Log));
        Assert.Equal(2, guard.Save().Look);
    }

    [Theory]
    [InlineData(6, 10, true)]
    [InlineData(5, 10, false)]
    [InlineData(0, 10, false)]
    public void MayBreach_Comparison_AsksForMoreThanItsShare(long candidate, long total, bool expected)
    {
        GuardLook look = GuardStatistic.Comparison(1).Look([new LabelCell(.5, candidate, total)], 1);

        Assert.Equal(expected, look.MayBreach);
        Assert.Equal(candidate - (total * .5), look.Excess, 1e-12);
    }

    [Fact]
    public void Excess_SomeToleratedCellsOfTheRamp_CountsEachAtItsShare()
    {
        GuardLook look = GuardStatistic.Comparison(2).Look([new LabelCell(.25, 5, 10), new LabelCell(.5, 7, 9)], 1);

        Assert.Equal(12 - (10 * .4) - (9 * 2 / 3.0), look.Excess, 1e-12);
    }

    [Fact]
    public void Excess_Budget_IsBeyondTheRateAndAsksForNothing()
    {
        GuardLook look = GuardStatistic.Budget(.1).Look(3, 50, 1);

        Assert.Equal(-2, look.Excess, 1e-12);
        Assert.True(look.MayBreach);
    }

    [Fact]
    public void Look_WrongKindOfCounters_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => GuardStatistic.Budget(.1).Look([], 1));
        Assert.Throws<InvalidOperationException>(() => GuardStatistic.Comparison(1).Look(1, 2, 1));
    }

    [Fact]
    public void Look_EarlierStretch_Throws()
    {
        var guard = GuardStatistic.Comparison(1);
        guard.Look([], 3);

        Assert.Throws<ArgumentOutOfRangeException>("stretch", () => guard.Look([], 2));
        Assert.Throws<ArgumentOutOfRangeException>("stretch", () => GuardStatistic.Comparison(1).Look([], 0));
    }

    [Fact]
    public void Guard_LimitOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("timesBaseline", () => GuardStatistic.Comparison(0));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => GuardStatistic.Budget(1));
        Assert.Throws<ArgumentOutOfRangeException>("events", () => GuardStatistic.Budget(.1).Look(-1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>("outcomes", () => GuardStatistic.Budget(.1).Look(3, 2, 1));
    }

    [Fact]
    public void Checkpoint_Damaged_IsRefused()
    {
        double[] right = new double[EvidenceGrid.Points];
        Assert.Throws<ArgumentException>(() => new GuardCheckpoint([1, 2], 1, 1, []));
        Assert.Throws<ArgumentException>(() => new GuardCheckpoint([], 1, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GuardCheckpoint(right, 0, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GuardCheckpoint(right, 1, -1, []));
        right[3] = double.NaN;
        Assert.Throws<ArgumentOutOfRangeException>(() => new GuardCheckpoint(right, 1, 1, []));
    }

    private static GuardCheckpoint ThroughJson(GuardCheckpoint checkpoint) =>
        JsonSerializer.Deserialize<GuardCheckpoint>(JsonSerializer.Serialize(checkpoint))!;

    private static IEnumerable<LabelCell> Singles(LabelCell cell)
    {
        yield return new LabelCell(cell.Share, cell.Candidate, cell.Candidate);
        yield return new LabelCell(cell.Share, 0, cell.Total - cell.Candidate);
    }
}
