using FsCheck.Xunit;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

[Properties(Arbitrary = [typeof(Cells)])]
public sealed class AnytimeIntervalTests
{
    [Fact]
    public void OfRatio_NoLabels_BoundsNothing()
    {
        AnytimeInterval interval = AnytimeInterval.OfRatio([], .05);

        Assert.Equal((0, double.PositiveInfinity), (interval.Lower, interval.Upper));
    }

    [Fact]
    public void OfRatio_EnoughLabels_IsAroundTheRatioOfTheRates()
    {
        AnytimeInterval interval = AnytimeInterval.OfRatio([new LabelCell(.5, 2000, 3000)], .05);

        Assert.InRange(interval.Lower, 1.5, 1.95);
        Assert.InRange(interval.Upper, 2.05, 2.6);
    }

    [Property]
    public void OfRatio_AnyCells_IsWhereBothTestsRefuteNothing(LabelCell[] cells)
    {
        AnytimeInterval interval = AnytimeInterval.OfRatio(cells, .05);
        double limit = Math.Log(2 / .05);

        Assert.True(interval.Lower <= interval.Upper);
        if (interval.Lower > 0)
        {
            Assert.Equal(limit, ComparisonStatistic.LogE(cells, interval.Lower), 1e-6);
            Assert.True(ComparisonStatistic.LogE(cells, interval.Lower * 1.01) < limit);
        }

        if (double.IsFinite(interval.Upper))
        {
            Assert.Equal(limit, ComparisonStatistic.LogEProven(cells, interval.Upper), 1e-6);
            Assert.True(ComparisonStatistic.LogEProven(cells, interval.Upper * .99) < limit);
        }
    }

    [Property]
    public void OfRatio_LessMayBeMissed_IsWider(LabelCell[] cells)
    {
        (AnytimeInterval narrow, AnytimeInterval wide) = (AnytimeInterval.OfRatio(cells, .1), AnytimeInterval.OfRatio(cells, .01));

        Assert.True(wide.Lower <= narrow.Lower && narrow.Upper <= wide.Upper);
    }

    [Theory]
    [InlineData(0, .5)]
    [InlineData(3, .5)]
    [InlineData(20, .99)]
    public void OfQuantile_FewOutcomes_BoundsNothingAbove(long outcomes, double quantile) =>
        Assert.Equal(double.PositiveInfinity, AnytimeInterval.OfQuantile(outcomes, quantile, .05).Upper);

    [Theory]
    [InlineData(1000, .5, .45, .55)]
    [InlineData(10_000, .99, .984, .996)]
    [InlineData(1_000_000, .9, .898, .902)]
    public void OfQuantile_EnoughOutcomes_IsAroundTheQuantile(long outcomes, double quantile, double lowest, double highest)
    {
        AnytimeInterval levels = AnytimeInterval.OfQuantile(outcomes, quantile, .05);

        Assert.InRange(levels.Lower, lowest, quantile);
        Assert.InRange(levels.Upper, quantile, highest);
        Assert.Equal(Math.Round(levels.Lower * outcomes), levels.Lower * outcomes, 1e-6);
    }

    [Theory]
    [InlineData(100, .5)]
    [InlineData(700, .9)]
    [InlineData(2000, .01)]
    public void OfQuantile_EveryRank_IsInsideWhereTheMixtureIsBelowTheLimit(int outcomes, double quantile)
    {
        AnytimeInterval levels = AnytimeInterval.OfQuantile(outcomes, quantile, .05);

        int[] inside = [.. Enumerable.Range(0, outcomes + 1).Where(rank => BetaBinomial.LogBayesFactor(quantile, rank, outcomes - rank, 100) < Math.Log(20))];
        Assert.Equal(inside[0] / (double)outcomes, levels.Lower, 1e-12);
        Assert.Equal((inside[^1] + 1) / (double)outcomes, levels.Upper, 1e-12);
        Assert.Equal(inside.Length, inside[^1] - inside[0] + 1);
    }

    [Fact]
    public void Interval_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => AnytimeInterval.OfRatio([], 0));
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => AnytimeInterval.OfQuantile(1, .5, 1));
        Assert.Throws<ArgumentOutOfRangeException>("quantile", () => AnytimeInterval.OfQuantile(1, 0, .5));
        Assert.Throws<ArgumentOutOfRangeException>("outcomes", () => AnytimeInterval.OfQuantile(-1, .5, .5));
    }
}
