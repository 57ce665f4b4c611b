using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Says which variant of a flag was served to a subject, and why.</summary>
/// <remarks>Immutable; everything it says was computed when the snapshot was compiled. The default value is valid: no flag, <see cref="DecisionError.NotReady"/>.</remarks>
public readonly struct Decision
{
    private readonly CompiledDecision? _decision;

    /// <summary>The hash of the bucket; without a flag, the snapshot's version.</summary>
    private readonly ulong _hash;

    /// <summary>The snapshot; without a flag, the name that was asked for.</summary>
    private readonly object? _origin;

    internal Decision(CompiledDecision decision, ulong hash, FeatureSnapshot snapshot)
    {
        _decision = decision;
        _hash = hash;
        _origin = snapshot;
    }

    private Decision(CompiledDecision decision, ulong hash, object? origin)
    {
        _decision = decision;
        _hash = hash;
        _origin = origin;
    }

    internal Decision(CompiledDecision decision, string flag, long snapshotVersion)
    {
        _decision = decision;
        _hash = (ulong)snapshotVersion;
        _origin = flag;
    }

    /// <summary>Gets the flag's name.</summary>
    /// <value>Empty for the default decision.</value>
    public string Flag => Compiled.Flag?.Name ?? _origin as string ?? "";

    /// <summary>Gets the name of the variant served.</summary>
    /// <value><see langword="null"/> where none is: unknown flag, other type, gate not ready.</value>
    public string? Variant => Compiled.Variant?.Name;

    /// <summary>Gets whether the flag is on for the subject: the value of a boolean variant; for others, whether the variant is not <c>off</c>.</summary>
    public bool IsEnabled => Compiled.IsEnabled;

    /// <summary>Gets why the variant is served.</summary>
    public DecisionReason Reason => Compiled.Reason;

    /// <summary>Gets what prevented a decision.</summary>
    public DecisionError Error => Compiled.Error;

    /// <summary>Gets the name of the rule that applied.</summary>
    /// <value>The author's name or <c>rules[i]</c>; <see langword="null"/> where no rule did.</value>
    public string? Rule => Compiled.Rule;

    /// <summary>Gets where the subject's hash lies on the line of the split's salt.</summary>
    /// <value>In [0, 1); <see langword="null"/> where no bucket was looked at.</value>
    public double? Bucket => Compiled.HasBucket ? (_hash >> 11) * (1.0 / (1UL << 53)) : null;

    /// <summary>Gets the cohort of a running rollout in which this decision counts.</summary>
    public DecisionArm Arm => Compiled.Arm;

    /// <summary>Gets the version of the snapshot that decided.</summary>
    /// <value>0 where none did.</value>
    public long SnapshotVersion => _origin is FeatureSnapshot snapshot ? snapshot.Version : _origin is string ? (long)_hash : 0;

    /// <summary>Gets the name of the provider whose layer defines the flag.</summary>
    /// <value><see langword="null"/> where no snapshot decided, or none defines the flag.</value>
    public string? Provider => Snapshot?.ProviderOf(Flag);

    internal CompiledDecision Compiled => _decision ?? CompiledDecision.NotReady;

    internal FeatureSnapshot? Snapshot => _origin as FeatureSnapshot;

    /// <summary>The 64-bit hash that placed the subject; 0 where none did.</summary>
    internal ulong Hash => Compiled.HasBucket ? _hash : 0;

    /// <summary>Makes a decision for tests and fakes.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="flag">The flag's name.</param>
    /// <param name="value">The value; a boolean decides <see cref="IsEnabled"/>.</param>
    /// <param name="variant">The variant's name; by default <c>on</c> or <c>off</c> for a boolean, else <c>value</c>. A non-boolean named <c>off</c> is not enabled.</param>
    /// <param name="reason">The reason.</param>
    /// <returns>A decision without a snapshot.</returns>
    public static Decision Of<T>(string flag, T value, string? variant = null, DecisionReason reason = DecisionReason.Static)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return FakeDecision.Make(flag, value, variant, reason);
    }

    /// <summary>Makes a decision that there is none, for tests and fakes.</summary>
    /// <param name="flag">The flag's name; <see langword="null"/> counts as empty.</param>
    /// <param name="error">What prevented a decision.</param>
    /// <returns>A decision without variant and snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The error is none.</exception>
    public static Decision OfError(string? flag, DecisionError error)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(error, DecisionError.None);
        return new Decision(FakeDecision.Error(error), flag ?? "", 0);
    }

    /// <summary>Gets this decision as those get it who ask with a key: <see cref="DecisionError.TypeMismatch"/> where its value is not of the key's type. For implementations of <see cref="IFeatureGate"/>.</summary>
    /// <param name="key">The key.</param>
    /// <returns>This decision, or one without a variant.</returns>
    public Decision ForKey(FlagKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Compiled.Variant is not { } variant || key.Reads(variant)
            ? this
            : new Decision(new CompiledDecision(Compiled.Flag, null, DecisionReason.Error, error: DecisionError.TypeMismatch), _hash, _origin);
    }

    /// <summary>Gives this decision an arm and a place for its outcomes, for tests and fakes: those of <see cref="Record"/>, and of switches that run under it.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="record">Takes each outcome, on the thread that records it. Must not throw.</param>
    /// <param name="timeProvider">The clock by which switches measure; the system's unless said.</param>
    /// <returns>A copy; the outcomes of a gate's decision no longer reach its rollout.</returns>
    public Decision WithOutcomes(DecisionArm arm, Action<Outcome> record, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        CompiledDecision own = Compiled;
        var outcomes = new FakeOutcomes(record, timeProvider ?? TimeProvider.System);
        return new Decision(new CompiledDecision(own.Flag, own.Variant, own.Reason, own.Rule, own.Error, arm, own.HasBucket, outcomes), _hash, _origin);
    }

    /// <summary>Records what became of the work done under this decision, for the guards of its rollout.</summary>
    /// <param name="outcome">The outcome, at the end of the work: it is credited to now minus its duration.</param>
    /// <remarks>Thread-safe, lock-free, and without allocation once warm. Does nothing where no guarded rollout placed the subject, so record always. Never throws.</remarks>
    public void Record(in Outcome outcome) => Compiled.Outcomes?.Record(_hash, Compiled.Arm, outcome);

    /// <summary>Gets the value as a <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">A number type gets numbers that convert exactly; an object type gets object variants whose key was used with the gate before, or <see cref="System.Text.Json.JsonElement"/>.</typeparam>
    /// <param name="fallback">What to return when there is no value, or one of another type.</param>
    /// <returns>The value, or <paramref name="fallback"/>. Never throws.</returns>
    public T Get<T>(T fallback)
    {
        if (Compiled.Variant is not { } variant)
        {
            return fallback;
        }

        return variant.TryGet(out T? value) || VariantBinding.TryBind(Snapshot, Flag, variant, out value) ? value! : fallback;
    }
}
