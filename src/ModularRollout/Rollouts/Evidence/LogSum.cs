namespace ModularRollout.Rollouts.Evidence;

/// <summary>Adds numbers that are known by their logarithms, too large or too small for a double themselves.</summary>
internal static class LogSum
{
    /// <summary>Computes ln(e^a + e^b); minus infinity is the logarithm of nothing.</summary>
    public static double Add(double a, double b)
    {
        (double low, double high) = a < b ? (a, b) : (b, a);
        return double.IsInfinity(high) || double.IsNegativeInfinity(low) ? high : high + double.LogP1(Math.Exp(low - high));
    }

    /// <summary>Computes the logarithm of the mean of e^x over all values.</summary>
    public static double Mean(ReadOnlySpan<double> logs)
    {
        double highest = double.NegativeInfinity;
        foreach (double log in logs)
        {
            highest = Math.Max(highest, log);
        }

        if (double.IsInfinity(highest))
        {
            return highest;
        }

        double sum = 0;
        foreach (double log in logs)
        {
            sum += Math.Exp(log - highest);
        }

        return highest + Math.Log(sum / logs.Length);
    }
}
