using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

/// <summary>The numbers in the comments of docs/statistics.md.</summary>
public sealed class StatisticsPageTests
{
    [Fact]
    public void Comparison_Example_IsAsSaid()
    {
        LabelCell[] failing = [new(.05, 12, 60), new(.25, 30, 80)];
        AnytimeInterval ratio = AnytimeInterval.OfRatio(failing, .05);

        Assert.Equal(6.85, ComparisonStatistic.LogE(failing), .005);
        Assert.Equal(1.20, ratio.Lower, .005);
        Assert.Equal(4.52, ratio.Upper, .005);
    }

    [Fact]
    public void Budget_Example_IsAsSaid()
    {
        Assert.Equal(11.22, BudgetStatistic.LogE(30, 1_000, .01), .005);
        Assert.Equal(4.16, BudgetStatistic.LogEProven(2, 5_000, .002), .005);
    }

    [Fact]
    public void Proof_Example_IsAsSaid()
    {
        Assert.True(ComparisonStatistic.LogEProven([new LabelCell(.5, 480, 1_000)], 1.25) >= Math.Log(20));
        Assert.Equal(695, ProofPlan.MedianLabels(.5, 1.25, .05));
        Assert.Equal(3_248, ProofPlan.MedianLabels(.05, 1.25, .05));
    }

    [Fact]
    public void SampleRatio_Example_IsAsSaid()
    {
        Assert.Equal(10.2, SampleRatioStatistic.LogBayesFactor(.5, 5_250, 4_750), .05);
        Assert.True(SampleRatioStatistic.Trips(10.2, 1));
    }
}
