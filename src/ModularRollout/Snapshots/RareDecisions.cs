namespace ModularRollout.Snapshots;

/// <summary>The decisions of a flag that are not worth their memory until they happen. Each is made once and then kept.</summary>
internal sealed class RareDecisions
{
    private readonly CompiledFlag _flag;
    private readonly CompiledDecision?[] _forced;
    private CompiledDecision? _disabled;
    private CompiledDecision? _prerequisiteFailed;
    private CompiledDecision? _typeMismatch;

    public RareDecisions(CompiledFlag flag)
    {
        _flag = flag;
        _forced = new CompiledDecision?[flag.Variants.Length];
    }

    public CompiledDecision Disabled => _disabled ?? Keep(ref _disabled, new CompiledDecision(_flag, _flag.Off, DecisionReason.Disabled));

    public CompiledDecision PrerequisiteFailed =>
        _prerequisiteFailed ?? Keep(ref _prerequisiteFailed, new CompiledDecision(_flag, _flag.Off, DecisionReason.PrerequisiteFailed));

    public CompiledDecision TypeMismatch =>
        _typeMismatch ?? Keep(ref _typeMismatch, new CompiledDecision(_flag, null, DecisionReason.Error, error: DecisionError.TypeMismatch));

    /// <summary>Gets the decision for a forced variant, or <see langword="null"/> where the flag has no such variant.</summary>
    public CompiledDecision? Forced(string variant)
    {
        int index = _flag.IndexOf(variant);
        return index < 0 ? null
            : _forced[index] ?? Keep(ref _forced[index], new CompiledDecision(_flag, _flag.Variants[index], DecisionReason.Forced));
    }

    private static CompiledDecision Keep(ref CompiledDecision? field, CompiledDecision made) => Interlocked.CompareExchange(ref field, made, null) ?? made;
}
