using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

public sealed class BudgetStatisticTests
{
    [Fact]
    public void LogE_NoOutcomes_IsZero()
    {
        Assert.Equal(0, BudgetStatistic.LogE(0, 0, .01));
        Assert.Equal(0, BudgetStatistic.LogEProven(0, 0, .01));
    }

    [Theory]
    [InlineData(.001)]
    [InlineData(.01)]
    [InlineData(.3)]
    [InlineData(.998)]
    public void LogE_RateIsTheBudget_HasTheMeanOne(double rate)
    {
        const int outcomes = 40;

        double worse = 0, better = 0;
        for (int x = 0; x <= outcomes; x++)
        {
            double probability = Binomial.Probability(outcomes, x, rate);
            worse += probability * Math.Exp(BudgetStatistic.LogE(x, outcomes, rate));
            better += probability * Math.Exp(BudgetStatistic.LogEProven(x, outcomes, rate));
        }

        Assert.Equal(1, worse, 1e-9);
        Assert.Equal(1, better, 1e-9);
    }

    [Fact]
    public void LogE_AnEventMore_IsEvidence()
    {
        for (long events = 0; events < 100; events++)
        {
            Assert.True(BudgetStatistic.LogE(events + 1, 100, .2) > BudgetStatistic.LogE(events, 100, .2));
            Assert.True(BudgetStatistic.LogEProven(events + 1, 100, .2) < BudgetStatistic.LogEProven(events, 100, .2));
        }
    }

    [Fact]
    public void LogE_MoreThanADoubleHolds_StaysFinite()
    {
        Assert.True(BudgetStatistic.LogE(1_000_000_000, 1_000_000_000, .001) is > 1e9 and < double.PositiveInfinity);
        Assert.True(BudgetStatistic.LogE(0, 1_000_000_000_000, .001) is < -1e6 and > double.NegativeInfinity);
    }

    [Theory]
    [InlineData(-1, 10, .1)]
    [InlineData(11, 10, .1)]
    [InlineData(1, 10, 0)]
    [InlineData(1, 10, .999)]
    [InlineData(1, 10, double.NaN)]
    public void LogE_OutOfRange_Throws(long events, long outcomes, double rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BudgetStatistic.LogE(events, outcomes, rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => BudgetStatistic.LogEProven(events, outcomes, rate));
    }
}
