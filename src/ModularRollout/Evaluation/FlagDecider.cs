using System.Runtime.CompilerServices;
using ModularRollout.Snapshots;

namespace ModularRollout.Evaluation;

/// <summary>Decides one flag of one snapshot, kill switch first; counting and showing the decision are the gate's.</summary>
internal static class FlagDecider
{
    /// <summary>Decides a flag that serves one variant, or is nothing but a split by targeting key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CompiledDecision? Quick(FeatureSnapshot snapshot, FlagSlot slot, in EvaluationContext context, out ulong hash)
    {
        hash = 0;
        if (snapshot.Find(slot) is not { } flag || slot.Killed || context.Forced is not null)
        {
            return null;
        }

        if (flag.Constant is null && flag.Split is { } split && context.KeyHash is not 0 and var key)
        {
            hash = KeyHash.Mix(key, split.Folded);
            return split.Pick(hash);
        }

        return flag.Constant;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CompiledDecision Walk(FeatureSnapshot snapshot, FlagSlot slot, CompiledFlag flag, in EvaluationContext context, out ulong hash)
    {
        NoTrace trace = default;
        hash = 0;
        return slot.Killed ? flag.Rare.Disabled : FlagEvaluator.Evaluate(flag, context, snapshot, ref trace, out hash);
    }

    /// <summary>Binds the variant's value to the key's type, where that needs metadata.</summary>
    public static CompiledDecision Fit(FlagKey key, CompiledFlag flag, CompiledDecision decision) =>
        decision.Variant is { } variant && !key.Binds(variant) ? flag.Rare.TypeMismatch : decision;
}
