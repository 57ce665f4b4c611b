namespace ModularRollout.Rollouts.Evidence;

/// <summary>Says before a rollout how much traffic a proof takes.</summary>
public static class ProofPlan
{
    /// <summary>More labels than these no rollout collects: three times what a label set holds.</summary>
    private const int MostLabels = 200_000;

    /// <summary>Computes how many labels it takes until half of all candidates that equal the baseline are proven to be no worse.</summary>
    /// <param name="share">The candidate's share of the random traffic; above 0 and below 1.</param>
    /// <param name="ratio">The ratio r of <see cref="ComparisonStatistic.LogEProven"/>; above 0.</param>
    /// <param name="falseAdvance">The level α: proven at 1/α; above 0 and below 1.</param>
    /// <returns>
    /// The median number of labels, both arms together; <see langword="null"/> where 200,000 do not suffice, as for a ratio of at most 1.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <remarks>
    /// Exact: the distribution of the candidate's labels among those not yet proven, carried forward label by label. Takes milliseconds;
    /// meant for the compiler of a plan.
    /// </remarks>
    public static long? MedianLabels(double share, double ratio, double falseAdvance)
    {
        ArgumentRange.ThrowUnlessInside(share);
        ArgumentRange.ThrowUnlessRatio(ratio);
        ArgumentRange.ThrowUnlessInside(falseAdvance);
        return ratio <= 1 ? null : new ProofWalk(share, ratio, Math.Log(1 / falseAdvance)).Median(MostLabels);
    }
}
