using ModularRollout.Definitions;
using ModularRollout.Definitions.Reading;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>A plan in force that is another one than what was locked: after completion a restart may begin it. Immutable.</summary>
/// <param name="Plan">The plan in force.</param>
/// <param name="Refusal">Why a restart must not begin it, and what would be right; <see langword="null"/> where it may.</param>
/// <param name="Effect">What a restart changes for everybody, in a sentence.</param>
internal sealed record NextPlan(RolloutPlan Plan, string? Refusal, string Effect)
{
    /// <summary>Gets the plan that a restart begins; <see langword="null"/> where it must not.</summary>
    public RolloutPlan? ToStart => Refusal is null ? Plan : null;

    /// <summary>Gets the sentence with which the rollout waits.</summary>
    public string Sentence => Refusal ?? $"The plan in force goes on from `{Plan.Baseline}` to `{Plan.Candidate}`; an operator starts it with Restart.";

    /// <summary>Gets a plan that stands beside the completed one, which goes on to serve what it has locked.</summary>
    /// <param name="completed">The plan that completed.</param>
    /// <param name="locked">The definition that it has locked.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="inForce">The definition in force.</param>
    public static NextPlan AfterCompletion(RolloutPlan completed, string locked, RolloutPlan plan, FlagDefinition inForce)
    {
        decimal holdback = completed.Stages[^1].HoldbackPercent;
        string others = holdback > 0 ? $", the holdback of {Sentences.Of(holdback)} gets it now" : "";
        return new NextPlan(plan, WhyNot(completed, locked, plan, inForce), EffectOf(plan, others));
    }

    /// <summary>Gets a plan that was published after the completed one had been removed: the definition serves its baseline already, whatever completed.</summary>
    public static NextPlan AfterRelease(RolloutPlan plan) => new(plan, null, EffectOf(plan, ""));

    /// <summary>Gets a plan that begins elsewhere than where an attempt that was taken back has left everybody.</summary>
    public static NextPlan AfterRollback(RolloutPlan ended, RolloutPlan plan) => new(
        plan,
        $"The plan in force moves from `{plan.Baseline}` to `{plan.Candidate}`, and everybody has `{ended.Baseline}` again: let its baseline be `{ended.Baseline}`, or remove the plan, and the definition alone decides.",
        "");

    /// <summary>Gets whether two plans move between the same variants.</summary>
    public static bool IsSameLine(RolloutPlan a, RolloutPlan b) => a.Baseline == b.Baseline && a.Candidate == b.Candidate;

    private static string EffectOf(RolloutPlan plan, string others) =>
        $"Everybody keeps `{plan.Baseline}`{others}, and `{plan.Candidate}` starts at stage `{plan.Stages[0].Name}`.";

    private static string? WhyNot(RolloutPlan completed, string locked, RolloutPlan plan, FlagDefinition inForce)
    {
        if (plan.Baseline != completed.Candidate)
        {
            return $"The plan in force moves from `{plan.Baseline}` to `{plan.Candidate}`, and everybody has `{completed.Candidate}`, which completed: let its baseline be `{completed.Candidate}`, and its candidate another variant.";
        }

        using var then = VariantTexts.Of(locked);
        using var now = VariantTexts.Of(inForce.Json);
        if (!then.HasSame(now, plan.Baseline))
        {
            return $"The plan in force goes on from `{plan.Baseline}`, whose value is {Show(now, plan.Baseline)}, and everybody has {Show(then, plan.Baseline)}, which completed: give `{plan.Baseline}` its value back, and the new value a name of its own.";
        }

        // Until the restart probes get what is locked.
        return plan.Probes.Count == 0 || !then.Has(plan.Candidate) || then.HasSame(now, plan.Candidate)
            ? null
            : $"Probes would try `{plan.Candidate}` with its value of before, {Show(then, plan.Candidate)}, and the plan in force would roll out {Show(now, plan.Candidate)}: give the new value a name of its own.";
    }

    private static string Show(VariantTexts variants, string name) => ValueReader.Show(variants.TextOf(name));
}
