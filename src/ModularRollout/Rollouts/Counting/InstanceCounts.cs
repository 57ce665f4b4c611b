namespace ModularRollout.Rollouts.Counting;

/// <summary>What one instance counted: its tallies by stretch, and how long its baseline took by stage.</summary>
internal sealed class InstanceCounts
{
    private readonly int _events;

    public InstanceCounts(int events) => _events = events;

    public SortedDictionary<int, StretchTally> Tallies { get; } = [];

    public SortedDictionary<int, LatencyHistogram> Latency { get; } = [];

    public StretchTally TallyOf(int stretch)
    {
        if (!Tallies.TryGetValue(stretch, out StretchTally? tally))
        {
            Tallies.Add(stretch, tally = new StretchTally(_events));
        }

        return tally;
    }

    public LatencyHistogram LatencyOf(int stage)
    {
        if (!Latency.TryGetValue(stage, out LatencyHistogram? latency))
        {
            Latency.Add(stage, latency = new LatencyHistogram());
        }

        return latency;
    }

    /// <summary>Takes later counts of the same instance, or earlier ones, which change nothing.</summary>
    /// <returns>Whether a tally grew.</returns>
    public bool RaiseTo(InstanceCounts other)
    {
        bool hasGrown = false;
        foreach ((int stretch, StretchTally tally) in other.Tallies)
        {
            hasGrown |= TallyOf(stretch).RaiseTo(tally);
        }

        foreach ((int stage, LatencyHistogram latency) in other.Latency)
        {
            LatencyHistogram own = LatencyOf(stage);
            for (int bucket = 0; bucket < LatencyHistogram.Buckets; bucket++)
            {
                own.RaiseTo(bucket, latency.Counts[bucket]);
            }
        }

        return hasGrown;
    }

    /// <summary>Forgets the durations of the stages before one.</summary>
    public void ForgetLatencyBefore(int stage)
    {
        for (int old = 0; old < stage; old++)
        {
            Latency.Remove(old);
        }
    }
}
