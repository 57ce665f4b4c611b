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

        Assert.Equal((3L, 3L), (histogram.Total, histogram.Counts[5]));
    }
}
