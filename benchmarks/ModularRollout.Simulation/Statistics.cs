namespace ModularRollout.Simulation;

internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static double StandardError(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length);
    }

    /// <summary>The information a label has for telling its probability q from p: Kullback &amp; Leibler's divergence, in nats.</summary>
    public static double Divergence(double q, double p) => (q * Math.Log(q / p)) + ((1 - q) * Math.Log((1 - q) / (1 - p)));

    /// <summary>The probability that a label is the candidate's, at a share and a ratio of the rates.</summary>
    public static double LabelShare(double share, double ratio) => share * ratio / ((share * ratio) + 1 - share);
}
