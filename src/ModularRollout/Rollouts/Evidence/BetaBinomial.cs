namespace ModularRollout.Rollouts.Evidence;

/// <summary>Weighs a share against all others that a beta distribution around it expects.</summary>
internal static class BetaBinomial
{
    /// <summary>
    /// Computes ln of the mean likelihood ratio against <paramref name="share"/>, over shares from Beta(k share, k (1 − share)).
    /// </summary>
    /// <remarks>
    /// Seen as a process in the counts it is a martingale while the share is right (Robbins 1970), so its limits hold under continuous
    /// looking.
    /// </remarks>
    /// <param name="share">In (0, 1).</param>
    /// <param name="inside">Subjects within the share.</param>
    /// <param name="outside">Subjects outside.</param>
    /// <param name="k">How many subjects' worth of belief there is in the share.</param>
    public static double LogBayesFactor(double share, double inside, double outside, double k)
    {
        double rest = 1 - share;
        return LogGamma.Of(k) - LogGamma.Of(k + inside + outside)
            + LogGamma.Of((k * share) + inside) - LogGamma.Of(k * share)
            + LogGamma.Of((k * rest) + outside) - LogGamma.Of(k * rest)
            - (inside * Math.Log(share)) - (outside * Math.Log(rest));
    }
}
