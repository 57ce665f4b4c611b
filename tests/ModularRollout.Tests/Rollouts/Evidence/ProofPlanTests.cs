using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

public sealed class ProofPlanTests
{
    [Theory]
    [InlineData(.5, 650, 730)]
    [InlineData(.05, 3100, 3400)]
    public void MedianLabels_AQuarterMore_IsWhatSimulationsFound(double share, long fewest, long most) =>
        Assert.InRange(ProofPlan.MedianLabels(share, 1.25, .05)!.Value, fewest, most);

    [Fact]
    public void MedianLabels_CountedOut_IsTheSame()
    {
        const double share = .5, ratio = 4, alpha = .2;
        long median = ProofPlan.MedianLabels(share, ratio, alpha)!.Value;

        Assert.InRange(median, 2, 18);
        Assert.True(Proven((int)median, share, ratio, alpha) >= .5);
        Assert.True(Proven((int)median - 1, share, ratio, alpha) < .5);
    }

    [Theory]
    [InlineData(.5, 1)]
    [InlineData(.5, .9)]
    [InlineData(.5, 1.001)]
    [InlineData(.0001, 1.25)]
    public void MedianLabels_NotToBeExpected_IsNull(double share, double ratio) => Assert.Null(ProofPlan.MedianLabels(share, ratio, .05));

    [Fact]
    public void MedianLabels_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("share", () => ProofPlan.MedianLabels(0, 1.25, .05));
        Assert.Throws<ArgumentOutOfRangeException>("ratio", () => ProofPlan.MedianLabels(.5, 0, .05));
        Assert.Throws<ArgumentOutOfRangeException>("falseAdvance", () => ProofPlan.MedianLabels(.5, 1.25, 1));
    }

    /// <summary>The probability to be proven within some labels, over every sequence.</summary>
    private static double Proven(int labels, double share, double ratio, double alpha)
    {
        double proven = 0;
        foreach (int sequence in Enumerable.Range(0, 1 << labels))
        {
            bool isProven = Enumerable.Range(1, labels).Any(n =>
                ComparisonStatistic.LogEProven([new LabelCell(share, int.PopCount(sequence & ((1 << n) - 1)), n)], ratio) >= -Math.Log(alpha));
            proven += isProven ? Math.Pow(share, int.PopCount(sequence)) * Math.Pow(1 - share, labels - int.PopCount(sequence)) : 0;
        }

        return proven;
    }
}
