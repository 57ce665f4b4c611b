using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Counting;

namespace ModularRollout.Tests.Rollouts.Counting;

public sealed class LatencyHistogramTests
{
    [Property]
    public void Quantile_OneDuration_IsOffByOnePercentAtMost(long ticks)
    {
        long duration = Math.Abs(ticks % long.MaxValue / 2);
        var histogram = new LatencyHistogram();
        histogram.Add(duration);

        Assert.InRange(histogram.Quantile(.5).Ticks, (duration * .99) - 1, (duration * 1.01) + 1);
    }

    [Property]
    public void Quantile_AnyDurations_IsThatOfTheSortedList(PositiveInt[] milliseconds)
    {
        if (milliseconds.Length == 0)
        {
            return;
        }

        var histogram = new LatencyHistogram();
        Array.ForEach(milliseconds, duration => histogram.Add(duration.Get * TimeSpan.TicksPerMillisecond));
        int[] sorted = [.. milliseconds.Select(static duration => duration.Get).Order()];

        foreach (double fraction in (double[])[.5, .9, .99])
        {
            int exact = sorted[(int)Math.Ceiling(fraction * sorted.Length) - 1];
            Assert.InRange(histogram.Quantile(fraction).TotalMilliseconds, exact * .99, exact * 1.01);
        }
    }

    [Property]
    public void Enclose_AnyDurations_IsAroundTheQuantileOfTheSortedList(PositiveInt[] milliseconds)
    {
        var histogram = new LatencyHistogram();
        Array.ForEach(milliseconds, duration => histogram.Add(duration.Get * TimeSpan.TicksPerMillisecond));

        foreach (double quantile in (double[])[.5, .9, .99])
        {
            (TimeSpan lower, TimeSpan? upper) = histogram.Enclose(quantile, .05);

            Assert.InRange(histogram.Quantile(quantile), lower, upper ?? TimeSpan.MaxValue);
        }
    }

    [Fact]
    public void Enclose_ManyOrFewDurations_IsNarrowOrOpen()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal((TimeSpan.Zero, null), histogram.Enclose(.5, .05));
        histogram.Add(TimeSpan.TicksPerMillisecond);
        Assert.Equal((TimeSpan.Zero, null), histogram.Enclose(.5, .05));
        for (int i = 1; i <= 100_000; i++)
        {
            histogram.Add(i * 100);
        }

        (TimeSpan lower, TimeSpan? upper) = histogram.Enclose(.9, .05);

        Assert.InRange(lower.TotalMilliseconds, 860, 900);
        Assert.InRange(upper!.Value.TotalMilliseconds, 900, 940);
    }

    [Theory]
    [InlineData(.5)]
    [InlineData(.9)]
    public void Enclose_LookedAtAgainAndAgain_MissesTheQuantileInFewRuns(double quantile)
    {
        const int Runs = 300;
        var random = new System.Random(5);
        double truth = -Math.Log(1 - quantile) * 1e6;
        int missed = 0;
        for (int run = 0; run < Runs; run++)
        {
            var histogram = new LatencyHistogram();
            bool isMissed = false;
            for (int n = 1; n <= 2000 && !isMissed; n++)
            {
                histogram.Add((long)(-Math.Log(1 - random.NextDouble()) * 1e6));
                (TimeSpan lower, TimeSpan? upper) = n % 50 == 0 ? histogram.Enclose(quantile, .05) : (TimeSpan.Zero, null);
                isMissed = truth < lower.Ticks || truth > (upper ?? TimeSpan.MaxValue).Ticks;
            }

            missed += isMissed ? 1 : 0;
        }

        Assert.InRange(missed, 0, Runs * (.05 + (3 * Math.Sqrt(.05 * .95 / Runs))));
    }

    [Property]
    public void Add_OtherHistogram_IsTheSumOfTheCounts(PositiveInt[] some, PositiveInt[] more)
    {
        var first = new LatencyHistogram();
        var second = new LatencyHistogram();
        var both = new LatencyHistogram();
        Array.ForEach(some, ticks => first.Add(ticks.Get));
        Array.ForEach(more, ticks => second.Add(ticks.Get));
        Array.ForEach([.. some, .. more], ticks => both.Add(ticks.Get));

        first.Add(second);

        Assert.Equal(both.Total, first.Total);
        Assert.All(Enumerable.Range(0, LatencyHistogram.Buckets), bucket => Assert.Equal(both[bucket], first[bucket]));
    }

    [Fact]
    public void Add_Extremes_AreCounted()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(TimeSpan.Zero, histogram.Quantile(.99));
        histogram.Add(0);
        histogram.Add(1);
        Assert.Equal((0L, 1L), (histogram.Quantile(.5).Ticks, histogram.Quantile(.99).Ticks));
        histogram.Add(long.MaxValue);

        Assert.Equal(3, histogram.Total);
        Assert.True(histogram.Quantile(.99) > TimeSpan.FromDays(365_000));
    }

    [Fact]
    public void RaiseTo_EarlierCounts_ChangesNothing()
    {
        var histogram = new LatencyHistogram();
        histogram.RaiseTo(5, 3);
        histogram.RaiseTo(5, 2);
        histogram.RaiseTo(5, 3);

        Assert.Equal((3L, 3L), (histogram.Total, histogram[5]));
    }
}
