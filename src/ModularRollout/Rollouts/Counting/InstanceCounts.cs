using ModularRollout.Rollouts.Counting.Impact;

namespace ModularRollout.Rollouts.Counting;

/// <summary>What one instance counted: its tallies by stretch, how long each arm took by stage, and its outcomes by the values of attributes.</summary>
internal sealed class InstanceCounts
{
    private readonly int _events;

    public InstanceCounts(int events) => _events = events;

    /// <summary>Gets whether these counts belong to a copy too: whoever wants to change them has to copy them.</summary>
    public bool IsShared { get; private set; }

    public SortedDictionary<int, StretchTally> Tallies { get; } = [];

    public SortedDictionary<(int Stage, DecisionArm Arm), LatencyHistogram> Latency { get; } = [];

    public ImpactTally Impact { get; private init; } = new();

    /// <summary>Gives the counts away as they are: from now on nobody changes them.</summary>
    public InstanceCounts Share()
    {
        IsShared = true;
        return this;
    }

    public InstanceCounts Copy()
    {
        var copy = new InstanceCounts(_events) { Impact = Impact.Copy() };
        foreach ((int stretch, StretchTally tally) in Tallies)
        {
            copy.Tallies.Add(stretch, tally.Copy());
        }

        foreach (((int Stage, DecisionArm Arm) key, LatencyHistogram latency) in Latency)
        {
            copy.Latency.Add(key, latency.Copy());
        }

        return copy;
    }

    public StretchTally TallyOf(int stretch)
    {
        if (!Tallies.TryGetValue(stretch, out StretchTally? tally))
        {
            Tallies.Add(stretch, tally = new StretchTally(_events));
        }

        return tally;
    }

    public LatencyHistogram LatencyOf(int stage, DecisionArm arm)
    {
        if (!Latency.TryGetValue((stage, arm), out LatencyHistogram? latency))
        {
            Latency.Add((stage, arm), latency = new LatencyHistogram());
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

        foreach (((int stage, DecisionArm arm), LatencyHistogram latency) in other.Latency)
        {
            LatencyOf(stage, arm).RaiseTo(latency);
        }

        Impact.RaiseTo(other.Impact);
        return hasGrown;
    }
}
