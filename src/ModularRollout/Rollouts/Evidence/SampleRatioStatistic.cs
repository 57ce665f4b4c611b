namespace ModularRollout.Rollouts.Evidence;

/// <summary>
/// Weighs whether the arms' subjects are divided as planned; if not, something loses or doubles subjects of one arm, and no comparison can
/// be trusted.
/// </summary>
/// <remarks>
/// <para>ln BF = lnΓ(k) − lnΓ(k + N) + Σ [lnΓ(k t + n) − lnΓ(k t)] − Σ n ln t over both arms, n of N distinct subjects with an outcome, t
/// the planned shares, k = 1000. It is a martingale while the division is right: P(BF ever reaches 1/α) ≤ α, however often one looks
/// (Lindon &amp; Malek 2022; k says how small a deviation is looked for).</para>
/// <para>Count exactly the first <see cref="MaxSubjects"/> distinct subjects with an outcome of each stretch, and never multiply the
/// factors of stretches. Pure, thread-safe, allocates nothing.</para>
/// </remarks>
public static class SampleRatioStatistic
{
    /// <summary>The number of distinct subjects that count in a stretch, the first ones.</summary>
    public const int MaxSubjects = 65_536;

    private const double PriorSubjects = 1000;
    private const double FalseTrips = .001;

    /// <summary>Computes the evidence that subjects are not divided as planned.</summary>
    /// <param name="share">The candidate's share of the stretch; above 0 and below 1.</param>
    /// <param name="candidate">The candidate's distinct subjects with an outcome; at least 0.</param>
    /// <param name="baseline">The baseline's; at least 0.</param>
    /// <returns>ln BF. 0 without subjects.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static double LogBayesFactor(double share, long candidate, long baseline)
    {
        ArgumentRange.ThrowUnlessInside(share);
        ArgumentOutOfRangeException.ThrowIfNegative(candidate);
        ArgumentOutOfRangeException.ThrowIfNegative(baseline);
        return candidate + baseline == 0 ? 0 : BetaBinomial.LogBayesFactor(share, candidate, baseline, PriorSubjects);
    }

    /// <summary>
    /// Says whether a stretch trips: BF ≥ s(s + 1)/.001, so that all stretches together trip falsely with probability at most .001.
    /// </summary>
    /// <param name="logBayesFactor">The stretch's ln BF.</param>
    /// <param name="stretch">The stretch s; at least 1.</param>
    /// <returns>Whether the limit is reached.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stretch"/> is below 1.</exception>
    public static bool Trips(double logBayesFactor, int stretch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stretch, 1);
        return logBayesFactor >= Math.Log(stretch * (stretch + 1.0) / FalseTrips);
    }
}
