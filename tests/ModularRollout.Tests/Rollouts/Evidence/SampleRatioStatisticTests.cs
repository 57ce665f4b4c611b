using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

public sealed class SampleRatioStatisticTests
{
    [Fact]
    public void LogBayesFactor_NoSubjects_IsZero() => Assert.Equal(0, SampleRatioStatistic.LogBayesFactor(.01, 0, 0));

    [Theory]
    [InlineData(.5)]
    [InlineData(.01)]
    public void LogBayesFactor_DivisionIsRight_HasTheMeanOne(double share)
    {
        double mean = 0;
        for (int x = 0; x <= 50; x++)
        {
            mean += Binomial.Probability(50, x, share) * Math.Exp(SampleRatioStatistic.LogBayesFactor(share, x, 50 - x));
        }

        Assert.Equal(1, mean, 1e-9);
    }

    [Fact]
    public void LogBayesFactor_ArmsChangePlaces_IsTheSame() =>
        Assert.Equal(SampleRatioStatistic.LogBayesFactor(.25, 300, 800), SampleRatioStatistic.LogBayesFactor(.75, 800, 300), 1e-9);

    [Theory]
    [InlineData(1, 2000)]
    [InlineData(2, 6000)]
    [InlineData(3, 12_000)]
    public void Trips_Stretch_AsksForMoreEachTime(int stretch, double limit)
    {
        Assert.True(SampleRatioStatistic.Trips(Math.Log(stretch * (stretch + 1.0) / .001), stretch));
        Assert.False(SampleRatioStatistic.Trips(Math.Log(limit) - 1e-6, stretch));
    }

    [Fact]
    public void Statistic_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleRatioStatistic.LogBayesFactor(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleRatioStatistic.LogBayesFactor(1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleRatioStatistic.LogBayesFactor(.5, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleRatioStatistic.LogBayesFactor(.5, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleRatioStatistic.Trips(1, 0));
    }
}
