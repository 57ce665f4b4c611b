namespace ModularRollout.Outcomes;

/// <summary>A piece of a lane: one thread fills it, and one other reads what has been filled in.</summary>
internal sealed class LaneChunk<T>
    where T : struct
{
    public readonly T[] Items;

    /// <summary>How many items are valid; written by the thread of the lane, after the item.</summary>
    public int Count;

    /// <summary>What the thread writes after this chunk; set once, when this one is full.</summary>
    public LaneChunk<T>? Next;

    public LaneChunk(int capacity) => Items = new T[capacity];
}
