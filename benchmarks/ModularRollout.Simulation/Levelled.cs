namespace ModularRollout.Simulation;

/// <summary>The two levels every false alarm is held to.</summary>
internal static class Levelled
{
    public static double[] Alphas { get; } = [.05, .01];

    /// <summary>The limit of the lower level: a run that has reached it needs no further look.</summary>
    public static double HighestLog { get; } = Math.Log(100);

    public static double Limit(double alpha, int runs) => alpha + (3 * Math.Sqrt(alpha * (1 - alpha) / runs));

    /// <summary>Gets whether runs suffice for marks without a margin; a smoke run's do not.</summary>
    public static bool IsEnough(int runs) => runs >= 1000;

    /// <summary>The level itself, without a margin where there are runs enough.</summary>
    public static double Bare(double alpha, int runs) => IsEnough(runs) ? alpha : Limit(alpha, runs);

    public static double Reached(double[] highestLogs, double alpha) => highestLogs.Count(log => log >= -Math.Log(alpha)) / (double)highestLogs.Length;
}
