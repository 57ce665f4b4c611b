namespace ModularRollout;

/// <summary>Says what a publish changed.</summary>
public sealed class FlagsChangedEventArgs : EventArgs
{
    internal FlagsChangedEventArgs(FeatureSnapshot snapshot, IReadOnlyList<FlagChange> changes)
    {
        Snapshot = snapshot;
        Changes = changes;
    }

    /// <summary>Gets the snapshot that is now in force.</summary>
    public FeatureSnapshot Snapshot { get; }

    /// <summary>Gets the flags that changed; empty where only segments or ambient attributes did.</summary>
    public IReadOnlyList<FlagChange> Changes { get; }
}
