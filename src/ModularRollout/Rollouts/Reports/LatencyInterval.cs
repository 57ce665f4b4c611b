namespace ModularRollout.Rollouts.Reports;

/// <summary>Encloses a quantile of how long outcomes took, at every moment at once.</summary>
public readonly struct LatencyInterval
{
    internal LatencyInterval(double quantile, TimeSpan lower, TimeSpan? upper)
    {
        Quantile = quantile;
        Lower = lower;
        Upper = upper;
    }

    /// <summary>Gets the quantile.</summary>
    /// <value>.5, .9 or .99.</value>
    public double Quantile { get; }

    /// <summary>Gets the lower bound.</summary>
    /// <value>Zero where nothing bounds the quantile from below.</value>
    public TimeSpan Lower { get; }

    /// <summary>Gets the upper bound.</summary>
    /// <value><see langword="null"/> where nothing bounds the quantile from above: there are too few outcomes.</value>
    public TimeSpan? Upper { get; }
}
