using System.Runtime.CompilerServices;
using ModularRollout.Snapshots;

namespace ModularRollout.Evaluation;

/// <summary>Decides one flag of one snapshot, kill switch first; counting and showing the decision are the gate's.</summary>
internal static class FlagDecider
{
    /// <summary>Decides a flag that serves one variant, or is nothing but a split by targeting key; <see langword="null"/> where it takes a walk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CompiledDecision? Quick(CompiledFlag flag, in EvaluationContext context, out ulong hash)
    {
        hash = 0;
        CompiledDecision? decision = flag.Constant;
        if (decision is null && flag.Split is { } split && context.KeyHash is not 0 and var key)
        {
            hash = KeyHash.Mix(key, split.Folded);
            decision = split.Pick(hash);
        }

        return context.Forced is null ? decision : null;
    }

    /// <summary>Decides any flag that is not killed.</summary>
    /// <param name="snapshot">The snapshot that decides.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="key">The key whose type the variant must fit; <see langword="null"/> for any type.</param>
    /// <param name="context">The subject.</param>
    /// <param name="hash">The hash that placed the subject; 0 where none did.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CompiledDecision Walk(FeatureSnapshot snapshot, CompiledFlag flag, FlagKey? key, in EvaluationContext context, out ulong hash)
    {
        NoTrace trace = default;
        CompiledDecision decision = FlagEvaluator.Evaluate(flag, context, snapshot, ref trace, out hash);
        return key is null || key.Accepts(decision.Types) ? decision : Fit(key, flag, decision);
    }

    /// <summary>Decides a flag whose kill switch is on.</summary>
    public static CompiledDecision Killed(CompiledFlag flag, FlagKey? key)
    {
        CompiledDecision decision = flag.Rare.Disabled;
        return key is null || key.Accepts(decision.Types) ? decision : Fit(key, flag, decision);
    }

    /// <summary>Binds the variant's value to the key's type, where that needs metadata.</summary>
    private static CompiledDecision Fit(FlagKey key, CompiledFlag flag, CompiledDecision decision) =>
        decision.Variant is { } variant && !key.Binds(variant) ? flag.Rare.TypeMismatch : decision;
}
