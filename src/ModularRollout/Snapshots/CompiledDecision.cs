namespace ModularRollout.Snapshots;

/// <summary>Everything a decision says, computed when the snapshot is compiled.</summary>
/// <remarks>There are two or three of them to a flag: small values share bytes, so that one takes 56 bytes.</remarks>
internal sealed class CompiledDecision
{
    public static readonly CompiledDecision NotReady = new(null, null, DecisionReason.Error, error: DecisionError.NotReady);
    public static readonly CompiledDecision FlagNotFound = new(null, null, DecisionReason.Error, error: DecisionError.FlagNotFound);

    private const int HalfByte = 4;
    private const int HalfByteMask = (1 << HalfByte) - 1;

    private readonly byte _reasonAndError;
    private readonly byte _armAndBucket;

    public CompiledDecision(
        CompiledFlag? flag,
        CompiledVariant? variant,
        DecisionReason reason,
        string? rule = null,
        DecisionError error = DecisionError.None,
        DecisionArm arm = DecisionArm.None,
        bool hasBucket = false,
        IOutcomeSink? outcomes = null)
    {
        Flag = flag;
        Variant = variant;
        Rule = rule;
        _reasonAndError = (byte)((int)reason | ((int)error << HalfByte));
        _armAndBucket = (byte)((int)arm | ((hasBucket ? 1 : 0) << HalfByte));
        Outcomes = outcomes;
        Types = variant?.Types ?? ValueTypes.Any;
        IsEnabled = variant is not null && ((variant.Types & ValueTypes.Boolean) != 0 ? variant.IsTrue : !ReferenceEquals(variant, flag?.Off));
    }

    private CompiledDecision(CompiledDecision like, IOutcomeSink outcomes)
        : this(like.Flag, like.Variant, like.Reason, like.Rule, like.Error, like.Arm, like.HasBucket, outcomes)
    {
    }

    public CompiledFlag? Flag { get; }

    public CompiledVariant? Variant { get; }

    public string? Rule { get; }

    /// <summary>Gets the types that the variant offers; any where there is no variant, whose error says enough.</summary>
    public ValueTypes Types { get; }

    public bool HasBucket => _armAndBucket >> HalfByte != 0;

    /// <summary>Gets who takes the decision's outcomes; <see langword="null"/> outside of guarded rollouts.</summary>
    public IOutcomeSink? Outcomes { get; }

    public bool IsEnabled { get; }

    public DecisionReason Reason => (DecisionReason)(_reasonAndError & HalfByteMask);

    public DecisionError Error => (DecisionError)(_reasonAndError >> HalfByte);

    public DecisionArm Arm => (DecisionArm)(_armAndBucket & HalfByteMask);

    /// <summary>Gets whether the decision's outcome is that of the activity around it: it must be noted beside being counted.</summary>
    public bool IsMeasured => Outcomes is { MeasuresActivities: true };

    /// <summary>Gets the number of the decision's counter; 0 until it is first counted.</summary>
    public int CounterNumber => Math.Abs(Volatile.Read(ref CounterId));

    /// <summary>The number of the decision's counter; negative where the decision is measured, so that no path that only counts takes it.</summary>
    internal int CounterId;

    /// <summary>Makes a decision that says the same, and is counted as the same, with other takers of its outcomes.</summary>
    public CompiledDecision With(IOutcomeSink outcomes) => new(this, outcomes);
}
