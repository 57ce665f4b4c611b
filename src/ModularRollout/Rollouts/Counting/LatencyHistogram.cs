namespace ModularRollout.Rollouts.Counting;

/// <summary>Counts durations in buckets that grow by 2 %: any quantile is known to 1 %. Monotone; merges by maximum per instance and by sum over instances. Not thread-safe.</summary>
/// <remarks>The bucket of i holds the durations of (1.02^(i-1), 1.02^i] ticks and stands for 2 · 1.02^i / 2.02, at most .99 % (or half a tick) from any of them; bucket 0 of the array holds zero.</remarks>
internal sealed class LatencyHistogram
{
    public const int Buckets = 2210;

    private const double Growth = 1.02;
    private static readonly double s_logGrowth = Math.Log(Growth);

    private readonly long[] _counts = new long[Buckets];

    public long Total { get; private set; }

    public ReadOnlySpan<long> Counts => _counts;

    public void Add(long ticks)
    {
        int bucket = ticks <= 0 ? 0 : Math.Min((int)Math.Ceiling(Math.Log(ticks) / s_logGrowth) + 1, Buckets - 1);
        _counts[bucket]++;
        Total++;
    }

    /// <summary>Takes a later count of the same instance.</summary>
    public void RaiseTo(int bucket, long count)
    {
        long more = Math.Max(0, count - _counts[bucket]);
        _counts[bucket] += more;
        Total += more;
    }

    /// <summary>Adds the counts of another instance.</summary>
    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < Buckets; i++)
        {
            _counts[i] += other._counts[i];
        }

        Total += other.Total;
    }

    /// <summary>Gets the duration that a fraction of all do not exceed.</summary>
    /// <param name="fraction">In (0, 1).</param>
    /// <returns>Zero where nothing was counted.</returns>
    public TimeSpan Quantile(double fraction)
    {
        long rank = (long)Math.Ceiling(fraction * Total);
        int bucket = 0;
        for (long seen = _counts[0]; seen < rank; seen += _counts[bucket])
        {
            bucket++;
        }

        return bucket == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)Math.Min(Math.Round(2 * Math.Pow(Growth, bucket - 1) / (1 + Growth)), long.MaxValue / 2));
    }
}
