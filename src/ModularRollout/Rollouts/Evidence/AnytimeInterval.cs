namespace ModularRollout.Rollouts.Evidence;

/// <summary>
/// Encloses a true value at every moment at once: however often one looks, it is outside of any of the intervals with probability at most
/// α.
/// </summary>
/// <remarks>Immutable. What is reported in place of bare points. Computing one takes some microseconds and allocates nothing.</remarks>
public readonly record struct AnytimeInterval
{
    /// <summary>Where a ratio's bounds are looked for: far beyond what a grid of up to 20 can tell.</summary>
    private const double LogFarthest = 30;

    /// <summary>How many outcomes' worth of belief a quantile's rank has; tightest at about ten times as many.</summary>
    private const double PriorOutcomes = 100;

    private AnytimeInterval(double lower, double upper)
    {
        Lower = lower;
        Upper = upper;
    }

    /// <summary>Gets the lower bound.</summary>
    /// <value>0 where nothing bounds the value from below.</value>
    public double Lower { get; }

    /// <summary>Gets the upper bound.</summary>
    /// <value>Infinity where nothing bounds the value from above.</value>
    public double Upper { get; }

    /// <summary>Encloses the ratio of the candidate's rate of an event to that of the baseline.</summary>
    /// <param name="cells">All label counts since the start, in any order and partition.</param>
    /// <param name="alpha">The probability of ever missing the ratio; above 0 and below 1.</param>
    /// <returns>
    /// The ratios r that are refuted neither by <see cref="ComparisonStatistic.LogE"/> nor by <see cref="ComparisonStatistic.LogEProven"/>,
    /// each at 2/α.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    /// <remarks>
    /// The inversion of two e-processes is a confidence sequence (Howard, Ramdas, McAuliffe &amp; Sekhon 2021), for a ratio that does not
    /// change.
    /// </remarks>
    public static AnytimeInterval OfRatio(ReadOnlySpan<LabelCell> cells, double alpha)
    {
        ArgumentRange.ThrowUnlessInside(alpha);
        double limit = Math.Log(2 / alpha);

        // E falls as the tolerated ratio grows, the proof's E rises: each bound is one crossing.
        double lower = -LogFarthest, upper = LogFarthest;
        for (double step = 2 * LogFarthest; step > 1e-14; step /= 2)
        {
            double higher = lower + step, less = upper - step;
            lower = higher <= LogFarthest && ComparisonStatistic.LogE(cells, Math.Exp(higher)) >= limit ? higher : lower;
            upper = less >= -LogFarthest && ComparisonStatistic.LogEProven(cells, Math.Exp(less)) >= limit ? less : upper;
        }

        return new AnytimeInterval(lower > -LogFarthest ? Math.Exp(lower) : 0, upper < LogFarthest ? Math.Exp(upper) : double.PositiveInfinity);
    }

    /// <summary>Encloses a quantile of independent outcomes by two quantiles of the sample.</summary>
    /// <param name="outcomes">How many outcomes there are; at least 0.</param>
    /// <param name="quantile">The quantile p; above 0 and below 1, such as .99.</param>
    /// <param name="alpha">The probability of ever missing it; above 0 and below 1.</param>
    /// <returns>
    /// Two levels: among the outcomes in ascending order, the true quantile lies between number <c>outcomes × Lower</c> and number
    /// <c>outcomes × Upper</c>, counting from 1, whole numbers but for rounding. 0 and infinity where no outcome bounds it.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <remarks>
    /// The number of outcomes up to the true quantile is binomial with p. Ranks stay inside while their beta-binomial mixture, Beta(100p,
    /// 100(1 − p)), is below 1/α (Howard &amp; Ramdas 2022). Holds for any distribution, ties included.
    /// </remarks>
    public static AnytimeInterval OfQuantile(long outcomes, double quantile, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outcomes);
        ArgumentRange.ThrowUnlessInside(quantile);
        ArgumentRange.ThrowUnlessInside(alpha);
        double limit = Math.Log(1 / alpha);
        long middle = (long)(outcomes * quantile);

        // The mixture is convex in the rank: from the middle outwards each side crosses the limit once.
        long lowest = FirstWithin(outcomes, quantile, limit, middle);
        long highest = outcomes - FirstWithin(outcomes, 1 - quantile, limit, outcomes - middle);
        return new AnytimeInterval((double)lowest / outcomes, highest < outcomes ? (highest + 1.0) / outcomes : double.PositiveInfinity);
    }

    /// <summary>Finds the lowest rank whose mixture is below the limit; that of the middle is.</summary>
    private static long FirstWithin(long outcomes, double quantile, double limit, long middle)
    {
        (long low, long high) = (0, middle);
        while (low < high)
        {
            long rank = low + ((high - low) / 2);
            bool isWithin = BetaBinomial.LogBayesFactor(quantile, rank, outcomes - rank, PriorOutcomes) < limit;
            (low, high) = isWithin ? (low, rank) : (rank + 1, high);
        }

        return low;
    }
}
