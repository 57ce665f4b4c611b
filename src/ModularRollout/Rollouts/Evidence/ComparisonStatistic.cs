using System.Diagnostics;

namespace ModularRollout.Rollouts.Evidence;

/// <summary>
/// Weighs whether the candidate's subjects have an event more often than those of the baseline, from the arms of the labelled subjects
/// alone.
/// </summary>
/// <remarks>
/// <para>With the candidate's share ρ among random traffic and the tolerated ratio r, a candidate that raises no unlabelled subject's
/// hazard by more than r gets a label with probability at most ρ' = ρr/(ρr + 1 − ρ), whatever the rates do over time. Against that, E bets
/// on each ratio m of a grid:</para>
/// <para>q = ρ'm/(ρ'm + 1 − ρ'); log E(m) = Σ x ln(q/ρ') + (n − x) ln((1 − q)/(1 − ρ')) over the cells, x of n labels being the
/// candidate's; E = the mean of E(m).</para>
/// <para>E is an e-process: if the hypothesis is true, P(E ever reaches 1/α) ≤ α, however often one looks (Ville 1939; Lindon &amp; Malek
/// 2022 for counts). Pure, thread-safe, allocates nothing.</para>
/// </remarks>
public static class ComparisonStatistic
{
    /// <summary>Computes the evidence that the candidate is worse than tolerated.</summary>
    /// <param name="cells">The label counts, in any order and partition.</param>
    /// <param name="timesBaseline">The tolerated ratio r; above 0. The default is 1: no worse than the baseline.</param>
    /// <returns>ln E. A breach at level α is <c>ln E ≥ ln(1/α)</c> while the candidate's labels exceed Σ n ρ'. 0 without labels.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timesBaseline"/> is out of its range.</exception>
    public static double LogE(ReadOnlySpan<LabelCell> cells, double timesBaseline = 1)
    {
        ArgumentRange.ThrowUnlessRatio(timesBaseline);
        return LogMixture(cells, timesBaseline, EvidenceGrid.Worse, EvidenceGrid.LogWorse);
    }

    /// <summary>Computes the evidence that the candidate is not as bad as a ratio.</summary>
    /// <param name="cells">The label counts, in any order and partition.</param>
    /// <param name="timesBaseline">The ratio r of the hypothesis "at least r times the baseline"; above 0. The default is 1.25.</param>
    /// <returns>ln E. Proven at level α is <c>ln E ≥ ln(1/α)</c>. 0 without labels.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timesBaseline"/> is out of its range.</exception>
    public static double LogEProven(ReadOnlySpan<LabelCell> cells, double timesBaseline = 1.25)
    {
        ArgumentRange.ThrowUnlessRatio(timesBaseline);
        return LogMixture(cells, timesBaseline, EvidenceGrid.Better, EvidenceGrid.LogBetter);
    }

    /// <summary>Computes ρ' = ρr/(ρr + 1 − ρ).</summary>
    internal static double TolerableShare(double share, double timesBaseline)
    {
        double odds = share * timesBaseline;
        return odds / (odds + 1 - share);
    }

    /// <summary>Computes log E(m) for each point of the worse grid.</summary>
    internal static void LogByPoint(ReadOnlySpan<LabelCell> cells, double timesBaseline, Span<double> into) =>
        LogByPoint(cells, timesBaseline, EvidenceGrid.Worse, EvidenceGrid.LogWorse, into);

    private static double LogMixture(ReadOnlySpan<LabelCell> cells, double timesBaseline, ReadOnlySpan<double> grid, ReadOnlySpan<double> logGrid)
    {
        Span<double> logs = stackalloc double[EvidenceGrid.Points];
        LogByPoint(cells, timesBaseline, grid, logGrid, logs);
        return LogSum.Mean(logs);
    }

    /// <remarks>
    /// With D = 1 + ρ'(m − 1), q/ρ' is m/D and (1 − q)/(1 − ρ') is 1/D: log E(m) = Σ x ln m − n ln D, which has no trouble at shares of 0
    /// and 1.
    /// </remarks>
    private static void LogByPoint(ReadOnlySpan<LabelCell> cells, double timesBaseline, ReadOnlySpan<double> grid, ReadOnlySpan<double> logGrid, Span<double> into)
    {
        Debug.Assert(into.Length == grid.Length);
        into.Clear();
        foreach (LabelCell cell in cells)
        {
            double share = TolerableShare(cell.Share, timesBaseline);
            for (int j = 0; j < grid.Length; j++)
            {
                into[j] += (cell.Candidate * logGrid[j]) - (cell.Total * double.LogP1(share * (grid[j] - 1)));
            }
        }
    }
}
