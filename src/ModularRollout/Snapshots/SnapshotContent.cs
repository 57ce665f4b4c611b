namespace ModularRollout.Snapshots;

/// <summary>What one compile yields: immutable, linked, and complete.</summary>
internal sealed class SnapshotContent
{
    public static readonly SnapshotContent Empty = new();

    /// <summary>Gets the documents, the later ones on top.</summary>
    public CompiledLayer[] Layers { get; init; } = [];

    /// <summary>Gets the flags by slot index; <see langword="null"/> where a name is not defined.</summary>
    public CompiledFlag?[] Flags { get; init; } = [];

    /// <summary>Gets where each flag comes from, by slot index.</summary>
    public FlagOrigin[] Origins { get; init; } = [];

    /// <summary>Gets the number of flags that are defined.</summary>
    public int FlagCount { get; init; }

    /// <summary>Gets the segments by index.</summary>
    public CompiledSegment?[] Segments { get; init; } = [];

    /// <summary>Gets the hash of all flags and segments, whatever their order.</summary>
    public UInt128 DefinitionsHash { get; init; }

    /// <summary>Gets the rollout exposures in force, in ordinal order of their flags.</summary>
    public RolloutExposure[] Exposures { get; init; } = [];

    /// <summary>Gets the names of the killed flags, in ordinal order.</summary>
    public string[] Kills { get; init; } = [];

    /// <summary>Gets the attributes that lie beneath every context's own.</summary>
    public AttributeSlot[] Ambient { get; init; } = [];

    /// <summary>Gets the warnings of all layers and of their linking.</summary>
    public DefinitionDiagnostic[] Warnings { get; init; } = [];
}

/// <summary>Where a flag comes from: the layer, and its entry there.</summary>
internal readonly record struct FlagOrigin(int Layer, int Entry);
