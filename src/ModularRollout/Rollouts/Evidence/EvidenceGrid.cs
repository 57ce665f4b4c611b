namespace ModularRollout.Rollouts.Evidence;

/// <summary>
/// Holds the ratios that the statistics bet on: the worse ones of a guard and the better ones of a proof, each with the weight 1/12.
/// </summary>
/// <remarks>A mixture over alternatives costs ln 12 at most and needs no guess of how bad the candidate is.</remarks>
public static class EvidenceGrid
{
    /// <summary>The number of points of each grid.</summary>
    public const int Points = 12;

    private static readonly double[] s_worse = Geometric(1.1, 20);
    private static readonly double[] s_better = Geometric(.05, .95);
    private static readonly double[] s_logWorse = Logs(s_worse);
    private static readonly double[] s_logBetter = Logs(s_better);

    /// <summary>Gets how many times the tolerated rate a guard bets on.</summary>
    /// <value>Twelve points, geometric, from 1.1 to 20.</value>
    public static ReadOnlySpan<double> Worse => s_worse;

    /// <summary>Gets how many times the rate of the hypothesis a proof bets on.</summary>
    /// <value>Twelve points, geometric, from .05 to .95.</value>
    public static ReadOnlySpan<double> Better => s_better;

    internal static ReadOnlySpan<double> LogWorse => s_logWorse;

    internal static ReadOnlySpan<double> LogBetter => s_logBetter;

    private static double[] Geometric(double first, double last)
    {
        var points = new double[Points];
        for (int j = 0; j < Points; j++)
        {
            points[j] = first * Math.Pow(last / first, (double)j / (Points - 1));
        }

        points[^1] = last;
        return points;
    }

    private static double[] Logs(double[] points)
    {
        var logs = new double[Points];
        for (int j = 0; j < Points; j++)
        {
            logs[j] = Math.Log(points[j]);
        }

        return logs;
    }
}
