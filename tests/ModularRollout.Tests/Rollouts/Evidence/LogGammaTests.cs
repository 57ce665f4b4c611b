using FsCheck.Xunit;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

public sealed class LogGammaTests
{
    [Fact]
    public void Of_WholeNumbers_IsTheFactorial()
    {
        double factorial = 0;
        for (int n = 1; n < 3000; n++)
        {
            Assert.Equal(factorial, LogGamma.Of(n), 1e-13 * Math.Max(10, factorial));
            factorial += Math.Log(n);
        }
    }

    [Theory]
    [InlineData(.5, 0.5723649429247001)] // ln √π
    [InlineData(1e-3, 6.907178885383854)]
    [InlineData(1e6, 12815504.569147611)]
    public void Of_KnownValues_AreMet(double x, double expected) => Assert.Equal(expected, LogGamma.Of(x), 1e-14 * Math.Max(1, expected));

    [Property]
    public void Of_AnyNumber_DoublesByLegendre(FsCheck.PositiveInt thousandths)
    {
        double x = thousandths.Get / 1000.0;

        double expected = LogGamma.Of(x) + LogGamma.Of(x + .5) - ((1 - (2 * x)) * Math.Log(2)) - (.5 * Math.Log(Math.PI));

        Assert.Equal(expected, LogGamma.Of(2 * x), 1e-11 * Math.Max(1, Math.Abs(expected)));
    }
}
