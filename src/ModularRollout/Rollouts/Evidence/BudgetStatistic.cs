namespace ModularRollout.Rollouts.Evidence;

/// <summary>Weighs whether outcomes are events more often than a budget allows; needs no baseline and no random assignment.</summary>
/// <remarks>
/// <para>With the budget p, the events x of n outcomes and q = min(pm, .999) for each ratio m of a grid: log E(m) = x ln(q/p) + (n − x)
/// ln((1 − q)/(1 − p)); E = the mean of E(m).</para>
/// <para>E is an e-process while each outcome's chance of being an event, given the past, is within the budget: P(E ever reaches 1/α) ≤ α,
/// however often one looks (Ville 1939; Robbins 1970 for mixtures). Pure, thread-safe, allocates nothing.</para>
/// </remarks>
public static class BudgetStatistic
{
    /// <summary>The highest rate that is bet on, so that an outcome without an event never refutes everything.</summary>
    internal const double HighestRate = .999;

    /// <summary>Computes the evidence that events are more frequent than the budget.</summary>
    /// <param name="events">The outcomes that were events; at least 0.</param>
    /// <param name="outcomes">The outcomes; at least <paramref name="events"/>.</param>
    /// <param name="rate">The budget, a fraction of 1; above 0 and below .999.</param>
    /// <returns>ln E. A breach at level α is <c>ln E ≥ ln(1/α)</c>. 0 without outcomes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static double LogE(long events, long outcomes, double rate) => LogMixture(events, outcomes, rate, EvidenceGrid.Worse);

    /// <summary>Computes the evidence that events are less frequent than a rate.</summary>
    /// <param name="events">The outcomes that were events; at least 0.</param>
    /// <param name="outcomes">The outcomes; at least <paramref name="events"/>.</param>
    /// <param name="rate">The rate of the hypothesis "at least this frequent", a fraction of 1; above 0 and below .999.</param>
    /// <returns>ln E. Proven at level α is <c>ln E ≥ ln(1/α)</c>. 0 without outcomes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static double LogEProven(long events, long outcomes, double rate) => LogMixture(events, outcomes, rate, EvidenceGrid.Better);

    /// <summary>Computes log E(m) for each point of a grid.</summary>
    internal static void LogByPoint(long events, long outcomes, double rate, ReadOnlySpan<double> grid, Span<double> into)
    {
        for (int j = 0; j < grid.Length; j++)
        {
            double bet = Math.Min(rate * grid[j], HighestRate);
            into[j] = (events * Math.Log(bet / rate)) + ((outcomes - events) * (double.LogP1(-bet) - double.LogP1(-rate)));
        }
    }

    private static double LogMixture(long events, long outcomes, double rate, ReadOnlySpan<double> grid)
    {
        ArgumentRange.ThrowUnlessCounts(events, outcomes);
        ArgumentRange.ThrowUnlessRate(rate);
        Span<double> logs = stackalloc double[EvidenceGrid.Points];
        LogByPoint(events, outcomes, rate, grid, logs);
        return LogSum.Mean(logs);
    }
}
