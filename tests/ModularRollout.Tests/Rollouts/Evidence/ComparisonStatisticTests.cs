using FsCheck.Xunit;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

[Properties(Arbitrary = [typeof(Cells)])]
public sealed class ComparisonStatisticTests
{
    [Fact]
    public void LogE_NoLabels_IsZero()
    {
        Assert.Equal(0, ComparisonStatistic.LogE([]));
        Assert.Equal(0, ComparisonStatistic.LogE([new LabelCell(.5, 0, 0), default]));
        Assert.Equal(0, ComparisonStatistic.LogEProven([]));
    }

    [Fact]
    public void LogE_EverybodyHasTheCandidate_SaysNothing()
    {
        Assert.Equal(0, ComparisonStatistic.LogE([new LabelCell(1, 500, 500)]), 1e-9);
        Assert.Equal(0, ComparisonStatistic.LogEProven([new LabelCell(1, 500, 500)]), 1e-9);
    }

    [Fact]
    public void LogE_NobodyHasTheCandidate_SaysNothing() => Assert.Equal(0, ComparisonStatistic.LogE([new LabelCell(0, 0, 500)]));

    [Theory]
    [InlineData(1_000_000_000_000, 1_000_000_000_000)]
    [InlineData(0, 1_000_000_000_000)]
    public void LogE_MoreThanADoubleHolds_StaysFinite(long candidate, long total)
    {
        double logE = ComparisonStatistic.LogE([new LabelCell(.5, candidate, total)]);

        Assert.True(double.IsFinite(logE) && Math.Abs(logE) > 1e9, $"{logE}");
    }

    [Property]
    public void LogE_AnyOrder_IsTheSame(LabelCell[] cells, int seed)
    {
        LabelCell[] shuffled = [.. cells];
        new Random(seed).Shuffle(shuffled);

        AssertClose(ComparisonStatistic.LogE(cells), ComparisonStatistic.LogE(shuffled));
        AssertClose(ComparisonStatistic.LogEProven(cells), ComparisonStatistic.LogEProven(shuffled));
    }

    [Property]
    public void LogE_CellsInParts_IsTheSame(LabelCell[] cells)
    {
        LabelCell[] parts = [.. cells.SelectMany(static cell => Halves(cell))];

        AssertClose(ComparisonStatistic.LogE(cells, 1.3), ComparisonStatistic.LogE(parts, 1.3));
        AssertClose(ComparisonStatistic.LogEProven(cells, 1.3), ComparisonStatistic.LogEProven(parts, 1.3));
    }

    [Property]
    public void LogE_ALabelMore_IsEvidenceForItsArm(LabelCell[] cells)
    {
        LabelCell[] candidates = [.. cells, new LabelCell(.3, 1, 1)];
        LabelCell[] baselines = [.. cells, new LabelCell(.3, 0, 1)];

        Assert.True(ComparisonStatistic.LogE(candidates) > ComparisonStatistic.LogE(cells));
        Assert.True(ComparisonStatistic.LogE(baselines) < ComparisonStatistic.LogE(cells));
        Assert.True(ComparisonStatistic.LogEProven(candidates) < ComparisonStatistic.LogEProven(cells));
        Assert.True(ComparisonStatistic.LogEProven(baselines) > ComparisonStatistic.LogEProven(cells));
    }

    [Property]
    public void LogE_MoreIsTolerated_NeverRises(LabelCell[] cells)
    {
        Assert.True(ComparisonStatistic.LogE(cells, 1.5) <= ComparisonStatistic.LogE(cells, 1.2) + 1e-9);
        Assert.True(ComparisonStatistic.LogEProven(cells, 1.5) >= ComparisonStatistic.LogEProven(cells, 1.2) - 1e-9);
    }

    [Theory]
    [InlineData(.05, 1)]
    [InlineData(.5, 1.5)]
    [InlineData(.99, .8)]
    public void LogE_HypothesisHoldsExactly_HasTheMeanOne(double share, double ratio)
    {
        const int labels = 30;
        double tolerable = share * ratio / ((share * ratio) + 1 - share);

        double worse = 0, better = 0;
        for (int x = 0; x <= labels; x++)
        {
            double probability = Binomial.Probability(labels, x, tolerable);
            worse += probability * Math.Exp(ComparisonStatistic.LogE([new LabelCell(share, x, labels)], ratio));
            better += probability * Math.Exp(ComparisonStatistic.LogEProven([new LabelCell(share, x, labels)], ratio));
        }

        Assert.Equal(1, worse, 1e-9);
        Assert.Equal(1, better, 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void LogE_RatioOutOfRange_Throws(double ratio)
    {
        Assert.Throws<ArgumentOutOfRangeException>("timesBaseline", () => ComparisonStatistic.LogE([], ratio));
        Assert.Throws<ArgumentOutOfRangeException>("timesBaseline", () => ComparisonStatistic.LogEProven([], ratio));
    }

    private static LabelCell[] Halves(LabelCell cell)
    {
        (long candidate, long total) = (cell.Candidate / 2, cell.Candidate / 2 + ((cell.Total - cell.Candidate) / 3));
        return [new LabelCell(cell.Share, candidate, total), new LabelCell(cell.Share, cell.Candidate - candidate, cell.Total - total)];
    }

    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * Math.Max(1, Math.Abs(expected)));
}
