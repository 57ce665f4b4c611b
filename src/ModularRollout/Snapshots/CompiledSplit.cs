using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots;

/// <summary>Decisions by bucket: ranges on the line of one salt.</summary>
/// <remarks>Most splits have two ranges: those are kept without arrays.</remarks>
internal sealed class CompiledSplit
{
    private readonly ulong _bound;
    private readonly CompiledDecision _below;
    private readonly CompiledDecision _above;
    private readonly ulong[]? _bounds;
    private readonly CompiledDecision[]? _decisions;
    private CompiledDecision? _missing;

    /// <summary>Makes a split.</summary>
    /// <param name="by">The attribute that is bucketed; <see langword="null"/> for the targeting key.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="bounds">The upper bounds of all ranges but the last, which ends at 2^64.</param>
    /// <param name="decisions">The decision of each range: one more than there are bounds.</param>
    /// <param name="missing">The decision for a subject without a value to bucket; by default an error.</param>
    public CompiledSplit(
        AttributeRef? by, string salt, ReadOnlySpan<ulong> bounds, ReadOnlySpan<CompiledDecision> decisions, CompiledDecision? missing = null)
    {
        _missing = missing;
        By = by;
        Salt = salt;
        Folded = KeyHash.Fold(KeyHash.OfSalt(salt));
        _bound = bounds.IsEmpty ? 0 : bounds[0];
        _below = decisions[0];
        _above = decisions[^1];
        if (decisions.Length > 2)
        {
            _bounds = bounds.ToArray();
            _decisions = decisions.ToArray();
        }
    }

    /// <summary>Gets the attribute that is bucketed; <see langword="null"/> for the targeting key.</summary>
    public AttributeRef? By { get; }

    public string Salt { get; }

    /// <summary>Gets the part of the hash that depends on the salt alone.</summary>
    public ulong Folded { get; }

    /// <summary>Gets the number of ranges.</summary>
    public int Count => _decisions?.Length ?? (ReferenceEquals(_below, _above) ? 1 : 2);

    /// <summary>Gets the decision for a subject without a value to bucket.</summary>
    public CompiledDecision Missing =>
        _missing ?? Interlocked.CompareExchange(
            ref _missing,
            new CompiledDecision(_below.Flag, _below.Flag!.Off, DecisionReason.Error, _below.Rule, DecisionError.TargetingKeyMissing),
            null) ?? _missing;

    /// <summary>Gets the upper bound of a range but the last.</summary>
    public ulong BoundAt(int range) => _bounds?[range] ?? _bound;

    /// <summary>Gets the decision of a range.</summary>
    public CompiledDecision DecisionAt(int range) => _decisions?[range] ?? (range == 0 ? _below : _above);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CompiledDecision Pick(ulong hash)
    {
        if (_bounds is { } bounds)
        {
            int range = 0;
            while (range < bounds.Length && hash >= bounds[range])
            {
                range++;
            }

            return _decisions![range];
        }

        // Both are read before choosing, so that no branch depends on the bucket: it is as good as random, and processors guess.
        CompiledDecision below = _below;
        CompiledDecision above = _above;
        return hash < _bound ? below : above;
    }
}
