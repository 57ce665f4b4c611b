using FsCheck;
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
    [InlineData(0, 0, 0, 1)]
    [InlineData(0, 1000, 0, .006997502521)]
    [InlineData(1000, 1000, .993002497479, 1)]
    [InlineData(10, 1000, .002406468284, .026164430376)]
    [InlineData(500, 1000, .442418385677, .557581614323)]
    public void OfRate_Counts_IsWhereTheMixtureReachesTheLimit(long events, long outcomes, double lower, double upper)
    {
        AnytimeInterval interval = AnytimeInterval.OfRate(events, outcomes, .05);

        Assert.Equal(lower, interval.Lower, 1e-7);
        Assert.Equal(upper, interval.Upper, 1e-7);
    }

    [Property]
    public void OfRate_AnyCounts_IsAroundTheObservedRateAndMirrored(NonNegativeInt events, NonNegativeInt others)
    {
        long outcomes = (long)events.Get + others.Get;
        AnytimeInterval interval = AnytimeInterval.OfRate(events.Get, outcomes, .05);
        AnytimeInterval mirrored = AnytimeInterval.OfRate(others.Get, outcomes, .05);
        AnytimeInterval wide = AnytimeInterval.OfRate(events.Get, outcomes, .01);

        Assert.InRange(outcomes == 0 ? .5 : (double)events.Get / outcomes, interval.Lower, interval.Upper);
        Assert.Equal(interval.Lower, 1 - mirrored.Upper, 1e-9);
        Assert.True(wide.Lower <= interval.Lower && interval.Upper <= wide.Upper);
    }

    [Theory]
    [InlineData(.5)]
    [InlineData(.01)]
    public void OfRate_LookedAtAfterEachOutcome_MissesTheRateInFewRuns(double rate)
    {
        const int Runs = 400;
        var random = new System.Random(11);
        int missed = 0;
        for (int run = 0; run < Runs; run++)
        {
            long events = 0;
            bool isMissed = false;
            for (int n = 1; n <= 1000 && !isMissed; n++)
            {
                events += random.NextDouble() < rate ? 1 : 0;
                AnytimeInterval interval = AnytimeInterval.OfRate(events, n, .05);
                isMissed = rate < interval.Lower || rate > interval.Upper;
            }

            missed += isMissed ? 1 : 0;
        }

        Assert.InRange(missed, 0, Runs * (.05 + (3 * Math.Sqrt(.05 * .95 / Runs))));
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
