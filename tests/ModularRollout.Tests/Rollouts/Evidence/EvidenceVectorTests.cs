using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

/// <summary>The published values: another implementation computes the same.</summary>
public sealed class EvidenceVectorTests
{
    private const double Tolerance = 1e-9;

    /// <summary>Ten labels in their order, 1 the candidate's, at a share of one half.</summary>
    private static readonly int[] s_labels = [1, 1, 0, 1, 1, 1, 1, 0, 1, 1];

    [Theory]
    [InlineData(.05, 5, 20, 1, 3.621168950915)]
    [InlineData(.05, 0, 100, 1, -2.784669818274)]
    [InlineData(.5, 30, 40, 1, 4.000868936028)]
    [InlineData(.5, 30, 40, 1.5, .749267496244)]
    public void Comparison_OneCell_IsPublished(double share, long candidate, long total, double ratio, double expected) =>
        Assert.Equal(expected, ComparisonStatistic.LogE([new LabelCell(share, candidate, total)], ratio), Tolerance);

    [Fact]
    public void Comparison_ThreeCells_IsPublished() =>
        Assert.Equal(3.968289514121, ComparisonStatistic.LogE([new(.01, 2, 10), new(.05, 3, 20), new(.25, 9, 20)]), Tolerance);

    [Theory]
    [InlineData(5, 1000, .001, 3.028725081763)]
    [InlineData(30, 1000, .01, 11.216131216308)]
    public void Budget_Counts_ArePublished(long events, long outcomes, double rate, double expected) =>
        Assert.Equal(expected, BudgetStatistic.LogE(events, outcomes, rate), Tolerance);

    [Theory]
    [InlineData(.5, 20, 40, .955967738329)]
    [InlineData(.05, 10, 200, 1.459471511490)]
    public void Proven_OneCellAtTwice_IsPublished(double share, long candidate, long total, double expected) =>
        Assert.Equal(expected, ComparisonStatistic.LogEProven([new LabelCell(share, candidate, total)], 2), Tolerance);

    [Fact]
    public void Guard_LookAfterEachLabel_IsPublished()
    {
        var guard = GuardStatistic.Comparison(1);

        foreach (LabelCell cell in Growing())
        {
            guard.Look([cell], stretch: 1);
        }

        Assert.Equal(4.188045240, Math.Exp(guard.Current.LogE), Tolerance);
        Assert.Equal(3.173586366, 2 * Math.Exp(guard.Current.LogRestarts), Tolerance); // the stretch's factor is 1/2
    }

    [Fact]
    public void ShiryaevRoberts_LookAfterEachLabel_IsPublished()
    {
        var statistic = new ShiryaevRobertsStatistic();

        foreach (LabelCell cell in Growing())
        {
            statistic.Look([cell]);
        }

        Assert.Equal(25.170680049, Math.Exp(statistic.LogR), Tolerance);
    }

    [Fact]
    public void SampleRatio_KnownMismatch_IsPublished() =>
        Assert.Equal(7.679379, SampleRatioStatistic.LogBayesFactor(.5, 821_588, 815_482), 1e-6);

    private static IEnumerable<LabelCell> Growing()
    {
        int candidate = 0;
        for (int n = 1; n <= s_labels.Length; n++)
        {
            candidate += s_labels[n - 1];
            yield return new LabelCell(.5, candidate, n);
        }
    }
}
