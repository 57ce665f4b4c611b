using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using ModularRollout.Definitions;
using ModularRollout.Evaluation;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Everything compiled: the definitions, exposures and ambient attributes of one moment. Itself a gate that stays as it is: a pin.</summary>
/// <remarks>Immutable and thread-safe. Only a kill switch reaches into a snapshot: it is seen at once, also through pins.</remarks>
public sealed class FeatureSnapshot : IFeatureGate
{
    internal readonly CompiledFlag?[] ByIndex;
    internal readonly CompiledSegment?[] Segments;
    internal readonly AttributeSlot[] Ambient;

    private readonly FeatureGate _gate;
    private readonly bool _isReplay;
    private string? _contentHash;
    private FlagList? _flags;

    internal FeatureSnapshot(FeatureGate gate, SnapshotContent content, long version, TimeProvider clock)
    {
        _gate = gate;
        Content = content;
        Version = version;
        Clock = clock;
        ByIndex = content.Flags;
        Segments = content.Segments;
        Ambient = content.Ambient;
    }

    private FeatureSnapshot(FeatureSnapshot source, TimeProvider clock)
        : this(source._gate, source.Content, source.Version, clock) => _isReplay = true;

    /// <summary>Gets the number of this snapshot in its gate.</summary>
    /// <value>1 for the first; 0 before there is one. Never decreases.</value>
    public long Version { get; }

    /// <summary>Gets the hash of everything that decides: definitions, rollout exposures, kills and ambient attributes.</summary>
    /// <value>32 hexadecimal digits of XXH128, equal on every machine. The same hash, context and instant give the same decision.</value>
    public string ContentHash => _contentHash ??= Snapshots.ContentHash.Of(Content).ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Gets the flags, in ordinal order of their names; their texts are read from the documents when they are asked for.</summary>
    public IReadOnlyList<FlagDefinition> Flags => _flags ??= new FlagList(this);

    internal SnapshotContent Content { get; }

    internal TimeProvider Clock { get; }

    internal FeatureGate Gate => _gate;

    /// <inheritdoc/>
    public Decision Decide(FlagKey flag, in EvaluationContext context) => _gate.DecideFully(this, flag, context, null);

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context) => _gate.DecideFully(this, flag, context, null);

    /// <summary>Explains a decision, step by step, without counting or recording it.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">The subject.</param>
    /// <returns>The same decision as <see cref="Decide(string, in EvaluationContext)"/>, with everything that was looked at. Holds the subject's attributes.</returns>
    public FlagExplanation Explain(string flag, in EvaluationContext context) => FlagExplainer.Explain(this, flag, context);

    /// <summary>Decides again as at another instant: with this snapshot's kills and its definitions. Neither counted nor recorded.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">The subject.</param>
    /// <param name="instant">What <c>$now</c> is.</param>
    /// <returns>The decision of that instant.</returns>
    public Decision Replay(string flag, in EvaluationContext context, DateTimeOffset instant) =>
        FlagExplainer.Decide(new FeatureSnapshot(this, new FixedClock(instant)), flag, context);

    /// <summary>Prints the definitions in force as one document, in canonical form: all layers merged, flags and segments in ordinal order.</summary>
    /// <returns>UTF-8 JSON that reads back to the same flags.</returns>
    public byte[] ToJson() => SnapshotPrinter.Print(Content);

    /// <summary>Decides a flag that is not defined here.</summary>
    internal Decision Missing(string flag) =>
        new(Version == 0 ? CompiledDecision.NotReady : CompiledDecision.FlagNotFound, flag, Version);

    internal CompiledFlag? Find(FlagSlot slot) => At(slot.Index);

    /// <summary>Finds a flag, unless its kill switch is on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CompiledFlag? FindLive(FlagSlot slot) => At(slot.LiveIndex);

    internal CompiledFlag? Find(string flag) => _gate.Directory.Find(flag) is { } slot ? Find(slot) : null;

    internal bool IsKilled(FlagSlot slot) => _isReplay ? Array.BinarySearch(Content.Kills, slot.Name, StringComparer.Ordinal) >= 0 : slot.Killed;

    /// <summary>Gets the name of the provider that a flag comes from.</summary>
    internal string? ProviderOf(string flag) =>
        _gate.Directory.Find(flag) is { } slot && Find(slot) is not null ? Content.Layers[Content.Origins[slot.Index].Layer].Name : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CompiledFlag? At(int index)
    {
        CompiledFlag?[] flags = ByIndex;
        return (uint)index < (uint)flags.Length ? flags[index] : null;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class FlagList : IReadOnlyList<FlagDefinition>
    {
        private readonly FeatureSnapshot _snapshot;
        private readonly FlagOrigin[] _origins;

        public FlagList(FeatureSnapshot snapshot)
        {
            _snapshot = snapshot;
            _origins = SnapshotPrinter.InOrder(snapshot.Content);
        }

        public int Count => _origins.Length;

        public FlagDefinition this[int index]
        {
            get
            {
                CompiledLayer layer = _snapshot.Content.Layers[_origins[index].Layer];
                LayerFlag entry = layer.Flags[_origins[index].Entry];
                return new FlagDefinition(entry.Flag.Name, layer.Name, layer.Document.Bytes.Slice(entry.Start, entry.Length));
            }
        }

        public IEnumerator<FlagDefinition> GetEnumerator()
        {
            for (int i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
