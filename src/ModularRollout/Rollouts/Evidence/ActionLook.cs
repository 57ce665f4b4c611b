namespace ModularRollout.Rollouts.Evidence;

/// <summary>Says whether the guards of one action have reached its limit.</summary>
/// <remarks>Immutable.</remarks>
public readonly record struct ActionLook
{
    internal ActionLook(double log, double logLimit, int guard)
    {
        Log = log;
        LogLimit = logLimit;
        Guard = guard;
    }

    /// <summary>Gets the logarithm of the guards' mean statistic.</summary>
    /// <value>Minus infinity while no guard may breach.</value>
    public double Log { get; }

    /// <summary>Gets the logarithm of the limit, ln(1/α).</summary>
    public double LogLimit { get; }

    /// <summary>Gets the index of the guard with the largest part.</summary>
    /// <value>−1 while no guard may breach.</value>
    public int Guard { get; }

    /// <summary>Gets whether the limit is reached.</summary>
    public bool IsBreach => Log >= LogLimit;
}
