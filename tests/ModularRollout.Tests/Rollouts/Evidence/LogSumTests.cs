using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

public sealed class LogSumTests
{
    private const double Nothing = double.NegativeInfinity;

    [Theory]
    [InlineData(0, 0, 0.6931471805599453)]
    [InlineData(1000, 1000, 1000.6931471805599)]
    [InlineData(-1000, -1000, -999.3068528194401)]
    [InlineData(3, Nothing, 3)]
    [InlineData(Nothing, 3, 3)]
    [InlineData(Nothing, Nothing, Nothing)]
    [InlineData(double.PositiveInfinity, 3, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(0, -800, 0)]
    public void Add_Logarithms_AddsWhatTheyStandFor(double a, double b, double expected) => Assert.Equal(expected, LogSum.Add(a, b), 1e-12);

    [Fact]
    public void Mean_Logarithms_IsTheMeanOfWhatTheyStandFor()
    {
        Assert.Equal(Math.Log((2 + 4 + 0) / 3.0), LogSum.Mean([Math.Log(2), Math.Log(4), Nothing]), 1e-12);
        Assert.Equal(5000, LogSum.Mean([5000, 5000]), 1e-12);
        Assert.Equal(-5000 - Math.Log(2), LogSum.Mean([-5000, -90_000]), 1e-9);
        Assert.Equal(Nothing, LogSum.Mean([Nothing, Nothing]));
        Assert.Equal(double.PositiveInfinity, LogSum.Mean([0, double.PositiveInfinity]));
    }
}
