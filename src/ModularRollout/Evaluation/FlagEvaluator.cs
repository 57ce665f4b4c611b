using System.Runtime.CompilerServices;
using ModularRollout.Snapshots;
using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Evaluation;

/// <summary>Decides which variant of a flag a context receives.</summary>
/// <remarks>
/// Pure but for the clock: reads only its arguments, allocates nothing once warm, and cannot fail, because the compiler has
/// already rejected every definition it could fail on. The order is that of the definitions: enabled, requires, forced variant,
/// targets, rules, rollout, otherwise; the kill switch comes before all and is looked up by the caller.
/// </remarks>
internal static class FlagEvaluator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CompiledDecision Evaluate<TTrace>(
        CompiledFlag flag, in EvaluationContext context, FeatureSnapshot snapshot, ref TTrace trace, out ulong hash)
        where TTrace : struct, IEvaluationTrace
    {
        hash = 0;
        trace.Enabled(flag);
        if (!flag.IsEnabled)
        {
            return flag.Rare.Disabled;
        }

        CompiledTargeting? targeting = flag.Targeting;
        if (targeting is { Requires.Length: > 0 } && !PrerequisitesHold(targeting.Requires, context, snapshot, ref trace))
        {
            return flag.Rare.PrerequisiteFailed;
        }

        if (context.Forced is { } forced && Force(flag, forced, ref trace) is { } decision)
        {
            return decision;
        }

        return targeting is null
            ? Untargeted(flag, context, snapshot, ref trace, out hash)
            : Target(targeting, context, snapshot, ref trace, out hash);
    }

    /// <summary>Decides what is quick, where it has to be traced, or the quick way was not taken.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CompiledDecision Untargeted<TTrace>(
        CompiledFlag flag, in EvaluationContext context, FeatureSnapshot snapshot, ref TTrace trace, out ulong hash)
        where TTrace : struct, IEvaluationTrace => Serve(flag.Untargeted, context, snapshot, ref trace, out hash);

    private static CompiledDecision? Force<TTrace>(CompiledFlag flag, ForcedVariants forced, ref TTrace trace)
        where TTrace : struct, IEvaluationTrace
    {
        if (forced.For(flag.Name) is not { } variant)
        {
            return null;
        }

        CompiledDecision? decision = flag.Rare.Forced(variant);
        trace.Forced(variant, decision is not null);
        return decision;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CompiledDecision Target<TTrace>(
        CompiledTargeting targeting, in EvaluationContext context, FeatureSnapshot snapshot, ref TTrace trace, out ulong hash)
        where TTrace : struct, IEvaluationTrace
    {
        hash = 0;
        if (targeting.Targets is { } targets)
        {
            CompiledDecision? decision = targets.For(context.Key);
            trace.Targets(targets, context, decision);
            if (decision is not null)
            {
                return decision;
            }
        }

        CompiledServe serve = targeting.Otherwise;
        bool matches = false;
        foreach (ref readonly CompiledRule rule in targeting.Rules.AsSpan())
        {
            matches = rule.Condition.Matches(context, snapshot);
            trace.Rule(rule, context, snapshot, matches);
            if (matches)
            {
                serve = rule.Serve;
                break;
            }
        }

        return !matches && targeting.Exposure is { } exposure
            ? Expose(exposure, context, snapshot, ref trace, out hash)
            : Serve(serve, context, snapshot, ref trace, out hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CompiledDecision Serve<TTrace>(
        in CompiledServe serve, in EvaluationContext context, FeatureSnapshot snapshot, ref TTrace trace, out ulong hash)
        where TTrace : struct, IEvaluationTrace
    {
        hash = 0;
        if (serve.Split is not { } split)
        {
            trace.Serves(serve.Constant!);
            return serve.Constant!;
        }

        ulong key = context.KeyHash;
        if ((split.By is null && key != 0) || BucketKey.TryGet(split.By, context, snapshot, out key))
        {
            ulong place = KeyHash.Mix(key, split.Folded);
            CompiledDecision decision = split.Pick(place);
            trace.Bucket(split, context, snapshot, true, place, decision);
            hash = place;
            return decision;
        }

        CompiledDecision missing = split.Missing;
        trace.Bucket(split, context, snapshot, false, 0, missing);
        return missing;
    }

    private static CompiledDecision Expose<TTrace>(
        CompiledExposure exposure, in EvaluationContext context, FeatureSnapshot snapshot, ref TTrace trace, out ulong hash)
        where TTrace : struct, IEvaluationTrace
    {
        hash = 0;
        CompiledDecision? fixedDecision = exposure.IsInAudience(context, snapshot) ? exposure.Ring : exposure.Share is null ? exposure.Rest : null;
        trace.Exposure(exposure, fixedDecision);
        if (fixedDecision?.Outcomes is not null && BucketKey.TryGet(exposure.By, context, snapshot, out ulong key))
        {
            // A ring's subject has no bucket, but its outcomes are its own: the same subject in a later arm has the same hash.
            hash = KeyHash.Mix(key, exposure.Folded);
        }

        CompiledDecision decision = fixedDecision ?? Serve(new CompiledServe(exposure.Share!), context, snapshot, ref trace, out hash);
        return exposure.ByValue is { } byValue ? byValue.Of(decision, context, snapshot) : decision;
    }

    private static bool PrerequisitesHold<TTrace>(
        CompiledPrerequisite[] prerequisites, in EvaluationContext context, FeatureSnapshot snapshot, ref TTrace trace)
        where TTrace : struct, IEvaluationTrace
    {
        foreach (CompiledPrerequisite prerequisite in prerequisites)
        {
            CompiledDecision? decision = Prerequisite(prerequisite.Slot, context, snapshot);
            bool holds = prerequisite.Accepts(decision?.Variant);
            trace.Prerequisite(prerequisite, decision, holds);
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Decides a prerequisite: not counted, not recorded.</summary>
    private static CompiledDecision? Prerequisite(FlagSlot slot, in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (snapshot.Find(slot) is not { } flag)
        {
            return null;
        }

        NoTrace none = default;
        return snapshot.IsKilled(slot) ? flag.Rare.Disabled : Evaluate(flag, context, snapshot, ref none, out _);
    }
}
