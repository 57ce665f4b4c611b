namespace ModularRollout.Snapshots;

/// <summary>The place of one flag name in one gate: it outlives snapshots.</summary>
internal sealed class FlagSlot
{
    public FlagSlot(object gate, string name, int index)
    {
        Gate = gate;
        Name = name;
        Index = index;
    }

    /// <summary>Gets the identity of the gate.</summary>
    public object Gate { get; }

    public string Name { get; }

    /// <summary>Gets the flag's index in every snapshot of the gate.</summary>
    public int Index { get; }

    /// <summary>Whether the kill switch is on: beside the snapshot, so that pinned snapshots see it.</summary>
    public volatile bool Killed;
}
