using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Rollouts.Counting;

/// <summary>Counts durations in buckets that grow by 2 %: any quantile is known to 1 %. Monotone; merges by maximum per instance and by sum over instances. Not thread-safe.</summary>
/// <remarks>
/// The bucket of i holds the durations of (1.02^(i-1), 1.02^i] ticks and stands for 2 · 1.02^i / 2.02, at most .99 % (or half a tick) from any of them; bucket 0 of the array holds zero.
/// Buckets lie in pages, of which there are as many as needed: durations that differ a hundredfold take four, 2 KiB.
/// </remarks>
internal sealed class LatencyHistogram
{
    public const int Buckets = 2210;

    private const int PageSize = 64;
    private const double Growth = 1.02;
    private static readonly double s_logGrowth = Math.Log(Growth);

    private readonly long[]?[] _pages = new long[]?[(Buckets + PageSize - 1) / PageSize];

    public long Total { get; private set; }

    public long this[int bucket] => _pages[bucket / PageSize] is { } page ? page[bucket % PageSize] : 0;

    public void Add(long ticks) => Add(ticks <= 0 ? 0 : Math.Min((int)Math.Ceiling(Math.Log(ticks) / s_logGrowth) + 1, Buckets - 1), 1);

    /// <summary>Takes a later count of the same instance.</summary>
    public void RaiseTo(int bucket, long count)
    {
        if (count > this[bucket])
        {
            Add(bucket, count - this[bucket]);
        }
    }

    /// <summary>Takes later counts of the same instance.</summary>
    public void RaiseTo(LatencyHistogram later)
    {
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            RaiseTo(bucket, later[bucket]);
        }
    }

    /// <summary>Adds the counts of another instance.</summary>
    public void Add(LatencyHistogram other)
    {
        for (int page = 0; page < _pages.Length; page++)
        {
            for (int i = 0; other._pages[page] is { } counts && i < PageSize; i++)
            {
                Add((page * PageSize) + i, counts[i]);
            }
        }
    }

    public LatencyHistogram Copy()
    {
        var copy = new LatencyHistogram();
        copy.Add(this);
        return copy;
    }

    /// <summary>Gets the duration that a fraction of all do not exceed.</summary>
    /// <param name="fraction">In (0, 1).</param>
    /// <returns>Zero where nothing was counted.</returns>
    public TimeSpan Quantile(double fraction)
    {
        int bucket = BucketOf((long)Math.Ceiling(fraction * Total));
        return bucket == 0 ? TimeSpan.Zero : Ticks(2 * Math.Pow(Growth, bucket - 1) / (1 + Growth));
    }

    /// <summary>Encloses a quantile of the durations, at every moment at once; the edges of buckets enclose what lies in them.</summary>
    /// <param name="quantile">In (0, 1).</param>
    /// <param name="alpha">The probability of ever missing it.</param>
    /// <returns>Zero where nothing bounds it from below, <see langword="null"/> where nothing does from above.</returns>
    public (TimeSpan Lower, TimeSpan? Upper) Enclose(double quantile, double alpha)
    {
        if (Total == 0)
        {
            return (TimeSpan.Zero, null);
        }

        AnytimeInterval levels = AnytimeInterval.OfQuantile(Total, quantile, alpha);
        int lowest = BucketOf((long)Math.Round(levels.Lower * Total));
        TimeSpan lower = lowest <= 1 ? TimeSpan.Zero : Ticks(Math.Floor(Math.Pow(Growth, lowest - 2)));
        return double.IsInfinity(levels.Upper) ? (lower, null) : (lower, UpperEdge(BucketOf((long)Math.Round(levels.Upper * Total))));
    }

    private static TimeSpan? UpperEdge(int bucket) => bucket == Buckets - 1 ? null : bucket == 0 ? TimeSpan.Zero : Ticks(Math.Ceiling(Math.Pow(Growth, bucket - 1)));

    private static TimeSpan Ticks(double ticks) => TimeSpan.FromTicks((long)Math.Min(Math.Round(ticks), long.MaxValue / 2));

    /// <summary>Gets the bucket of the duration with a number, counting from the shortest; the first for 0.</summary>
    private int BucketOf(long rank)
    {
        int bucket = 0;
        for (long seen = this[0]; seen < rank; seen += this[bucket])
        {
            bucket++;
        }

        return bucket;
    }

    private void Add(int bucket, long count)
    {
        if (count > 0)
        {
            (_pages[bucket / PageSize] ??= new long[PageSize])[bucket % PageSize] += count;
            Total += count;
        }
    }
}
