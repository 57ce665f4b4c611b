namespace ModularRollout.Rollouts.Evidence;

/// <summary>Says what a guard's evidence amounts to at one look.</summary>
/// <remarks>Immutable. Everything is a natural logarithm: the evidence itself may exceed any number.</remarks>
public readonly record struct GuardLook
{
    private static readonly double s_logHalf = Math.Log(.5);

    /// <summary>Makes a look.</summary>
    /// <param name="logE">See <see cref="LogE"/>.</param>
    /// <param name="logRestarts">See <see cref="LogRestarts"/>.</param>
    /// <param name="excess">See <see cref="Excess"/>.</param>
    /// <param name="mayBreach">See <see cref="MayBreach"/>.</param>
    public GuardLook(double logE, double logRestarts, double excess, bool mayBreach)
    {
        LogE = logE;
        LogRestarts = logRestarts;
        Excess = excess;
        MayBreach = mayBreach;
    }

    /// <summary>Gets ln E: the evidence since the start.</summary>
    public double LogE { get; }

    /// <summary>Gets ln B: the evidence of restarts at every look, for regressions that begin late.</summary>
    /// <value>Minus infinity before the first look.</value>
    public double LogRestarts { get; }

    /// <summary>Gets the guard's statistic, ln(½E + ½B).</summary>
    /// <value>Compare with ln(1/α), or give it to <see cref="ActionStatistic"/> with those of the other guards.</value>
    public double Log => LogSum.Add(LogE, LogRestarts) + s_logHalf;

    /// <summary>
    /// Gets by how much the events exceed what is tolerated: x − Σ n ρ' of a comparison, events − outcomes × rate of a budget.
    /// </summary>
    public double Excess { get; }

    /// <summary>
    /// Gets whether the evidence counts towards a breach: always for a budget; for a comparison only while <see cref="Excess"/> is above 0.
    /// </summary>
    /// <remarks>
    /// A candidate that was first better has labelled fewer of its subjects; being merely equal afterwards it collects more labels than its
    /// share, and must not be rolled back for it.
    /// </remarks>
    public bool MayBreach { get; }

    /// <summary>Averages the looks of several events that make up one guard, such as the three thresholds of latency.</summary>
    /// <param name="looks">The looks; at least one.</param>
    /// <returns>
    /// The mean of E, of B and of the excess. An event that may not breach counts as nothing; where none may, all are averaged and the
    /// result may not breach either. Still an e-process, as a mean of such.
    /// </returns>
    /// <exception cref="ArgumentException">There is no look.</exception>
    public static GuardLook Average(ReadOnlySpan<GuardLook> looks)
    {
        if (looks.IsEmpty)
        {
            throw new ArgumentException("There is no look to average; give at least one.", nameof(looks));
        }

        bool mayBreach = false;
        double excess = 0;
        foreach (GuardLook look in looks)
        {
            mayBreach |= look.MayBreach;
            excess += look.Excess;
        }

        (double logE, double logRestarts) = (double.NegativeInfinity, double.NegativeInfinity);
        foreach (GuardLook look in looks)
        {
            bool counts = look.MayBreach || !mayBreach;
            logE = counts ? LogSum.Add(logE, look.LogE) : logE;
            logRestarts = counts ? LogSum.Add(logRestarts, look.LogRestarts) : logRestarts;
        }

        double logCount = Math.Log(looks.Length);
        return new GuardLook(logE - logCount, logRestarts - logCount, excess / looks.Length, mayBreach);
    }
}
