using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>One segment as the evaluator reads it.</summary>
internal sealed class CompiledSegment
{
    public CompiledSegment(string name, UInt128 hash, CompiledCondition condition, SegmentCondition[] segments, int cost)
    {
        Name = name;
        Hash = hash;
        Condition = condition;
        Segments = segments;
        Cost = cost;
    }

    public string Name { get; }

    public UInt128 Hash { get; }

    public CompiledCondition Condition { get; }

    /// <summary>Gets the references to other segments, for the linker.</summary>
    public SegmentCondition[] Segments { get; }

    /// <summary>Gets the number of tests at the most, other segments' excepted.</summary>
    public int Cost { get; }
}
