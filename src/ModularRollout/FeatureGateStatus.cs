namespace ModularRollout;

/// <summary>Says how well a gate is doing at one moment, and why.</summary>
public sealed class FeatureGateStatus
{
    internal FeatureGateStatus(
        FeatureGateState state, IReadOnlyList<string> reasons, FeatureSnapshot snapshot, IReadOnlyList<FlagLayerStatus> layers, IReadOnlyList<FlagKill> kills)
    {
        State = state;
        Reasons = reasons;
        SnapshotVersion = snapshot.Version;
        Layers = layers;
        Kills = kills;
    }

    /// <summary>Gets the state.</summary>
    public FeatureGateState State { get; }

    /// <summary>Gets what keeps the gate from being ready, a sentence for each; empty when it is.</summary>
    public IReadOnlyList<string> Reasons { get; }

    /// <summary>Gets the last error of any layer or state file that still matters.</summary>
    /// <value><see langword="null"/> where there is none.</value>
    public string? LastError => Reasons.Count == 0 ? null : Reasons[^1];

    /// <summary>Gets the version of the snapshot in force.</summary>
    /// <value>0 before there is one.</value>
    public long SnapshotVersion { get; }

    /// <summary>Gets the layers, the later ones on top.</summary>
    public IReadOnlyList<FlagLayerStatus> Layers { get; }

    /// <summary>Gets the kill switches that are on, in ordinal order of their flags.</summary>
    public IReadOnlyList<FlagKill> Kills { get; }
}
