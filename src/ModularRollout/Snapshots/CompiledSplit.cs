using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots;

/// <summary>Decisions by bucket: ranges on the line of one salt.</summary>
internal sealed class CompiledSplit
{
    private CompiledDecision? _missing;

    public CompiledSplit(AttributeRef? by, string salt, ulong[] bounds, CompiledDecision[] decisions, CompiledDecision? missing = null)
    {
        _missing = missing;
        By = by;
        Salt = salt;
        Folded = KeyHash.Fold(KeyHash.OfSalt(salt));
        Bounds = bounds;
        Decisions = decisions;
    }

    /// <summary>Gets the attribute that is bucketed; <see langword="null"/> for the targeting key.</summary>
    public AttributeRef? By { get; }

    public string Salt { get; }

    /// <summary>Gets the part of the hash that depends on the salt alone.</summary>
    public ulong Folded { get; }

    /// <summary>Gets the upper bounds of all ranges but the last, which ends at 2^64.</summary>
    public ulong[] Bounds { get; }

    /// <summary>Gets the decision of each range: one more than there are bounds.</summary>
    public CompiledDecision[] Decisions { get; }

    /// <summary>Gets the decision for a subject without a value to bucket.</summary>
    public CompiledDecision Missing
    {
        get
        {
            CompiledDecision any = Decisions[0];
            return _missing ?? Interlocked.CompareExchange(
                ref _missing,
                new CompiledDecision(any.Flag, any.Flag!.Off, DecisionReason.Error, any.Rule, DecisionError.TargetingKeyMissing),
                null) ?? _missing;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CompiledDecision Pick(ulong hash)
    {
        ulong[] bounds = Bounds;
        int i = 0;
        while (i < bounds.Length && hash >= bounds[i])
        {
            i++;
        }

        return Decisions[i];
    }
}
