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

    internal AnytimeInterval(double lower, double upper)
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

    /// <summary>Encloses the rate of an event, as a fraction of outcomes.</summary>
    /// <param name="events">How many outcomes were events; at least 0, at most <paramref name="outcomes"/>.</param>
    /// <param name="outcomes">How many outcomes there are; at least 0.</param>
    /// <param name="alpha">The probability of ever missing the rate; above 0 and below 1.</param>
    /// <returns>The rates p for which the mixture of all rates against p, ln B(x + ½, n − x + ½)/B(½, ½) − x ln p − (n − x) ln(1 − p), is below ln(1/α).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <remarks>
    /// Ville's inequality for the mixture with Beta(½, ½) (Robbins 1970; Howard, Ramdas, McAuliffe &amp; Sekhon 2021). For a rate that does not change, and outcomes each of which is an event with that
    /// chance, given those before it.
    /// </remarks>
    public static AnytimeInterval OfRate(long events, long outcomes, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events, outcomes);
        ArgumentRange.ThrowUnlessInside(alpha);
        double limit = Math.Log(1 / alpha) - LogBeta(events + .5, outcomes - events + .5) + LogBeta(.5, .5);

        // The mixture is convex in the rate, with its least at the observed one: each side crosses the limit once.
        double observed = outcomes == 0 ? .5 : (double)events / outcomes;
        return new AnytimeInterval(Crossing(events, outcomes, limit, observed, 0), Crossing(events, outcomes, limit, observed, 1));
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

    private static double LogBeta(double a, double b) => LogGamma.Of(a) + LogGamma.Of(b) - LogGamma.Of(a + b);

    /// <summary>Finds where the likelihood falls below the limit, on the way from the observed rate to an end.</summary>
    private static double Crossing(long events, long outcomes, double limit, double inside, double end)
    {
        double outside = end;
        for (int i = 0; i < 100 && inside != outside; i++)
        {
            double rate = inside + ((outside - inside) / 2);
            bool isInside = -Part(events, rate) - Part(outcomes - events, 1 - rate) < limit;
            (inside, outside) = isInside ? (rate, outside) : (inside, rate);
        }

        return outside;
    }

    private static double Part(long count, double rate) => count == 0 ? 0 : count * Math.Log(rate);

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
