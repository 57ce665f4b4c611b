namespace ModularRollout.Rollouts.Counting.Impact;

/// <summary>Counts settled outcomes by stage, attribute, value and arm. Every count only grows: of one instance the highest is the latest, and instances add up.</summary>
internal sealed class ImpactTally
{
    private SortedDictionary<ImpactKey, ImpactCount> _counts = [];

    /// <summary>Gets all counts in the order in which they are saved.</summary>
    public IReadOnlyCollection<KeyValuePair<ImpactKey, ImpactCount>> Counts => _counts;

    public ImpactTally Copy() => new() { _counts = new(_counts) };

    public void Add(in ImpactKey key, in ImpactCount count) => _counts[key] = _counts.GetValueOrDefault(key).Plus(count);

    /// <summary>Adds the counts of another instance.</summary>
    public void Add(ImpactTally other)
    {
        foreach ((ImpactKey key, ImpactCount count) in other._counts)
        {
            Add(key, count);
        }
    }

    /// <summary>Takes a later count of the same instance, or an earlier one, which changes nothing.</summary>
    public void RaiseTo(in ImpactKey key, in ImpactCount count) => _counts[key] = _counts.GetValueOrDefault(key).Or(count);

    /// <summary>Takes later counts of the same instance, or earlier ones, which change nothing.</summary>
    public void RaiseTo(ImpactTally other)
    {
        foreach ((ImpactKey key, ImpactCount count) in other._counts)
        {
            RaiseTo(key, count);
        }
    }
}

/// <summary>What one count is about.</summary>
internal readonly record struct ImpactKey(int Stage, string Attribute, string Value, DecisionArm Arm) : IComparable<ImpactKey>
{
    public int CompareTo(ImpactKey other)
    {
        int order = Stage.CompareTo(other.Stage);
        order = order != 0 ? order : string.CompareOrdinal(Attribute, other.Attribute);
        order = order != 0 ? order : string.CompareOrdinal(Value, other.Value);
        return order != 0 ? order : Arm.CompareTo(other.Arm);
    }
}

/// <summary>Some outcomes: how many, how many of them failures, and how long they took together.</summary>
internal readonly record struct ImpactCount(long Outcomes, long Failures, long Ticks)
{
    /// <summary>Adds; durations beyond what can be counted stay at the most.</summary>
    public ImpactCount Plus(in ImpactCount other) =>
        new(Outcomes + other.Outcomes, Failures + other.Failures, Ticks > long.MaxValue - other.Ticks ? long.MaxValue : Ticks + other.Ticks);

    /// <summary>Gets the later of two counts of one instance.</summary>
    public ImpactCount Or(in ImpactCount other) => new(Math.Max(Outcomes, other.Outcomes), Math.Max(Failures, other.Failures), Math.Max(Ticks, other.Ticks));
}
