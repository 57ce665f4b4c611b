using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Governance;

/// <summary>What a flag with a rollout owes besides. Pure.</summary>
internal static class RolloutRules
{
    public static IEnumerable<GovernanceFinding?> Check(GovernanceFacts flag, GovernanceOptions options)
    {
        if (flag.Rollout is { } rollout)
        {
            yield return NotRemoved(flag, rollout, options);
            yield return Stuck(flag, rollout, options);
            yield return Abandoned(flag, rollout, options);
        }

        if (flag is { HasOpenPlan: true, Plan: { } plan })
        {
            yield return Drill(flag, plan);
            yield return flag.HasOperators ? null
                : flag.Find(GovernanceCodes.NoOperators, GovernanceSeverity.Warning, "The flag has no operators: anybody may command its rollout.", "Name them in `operators`.");
            yield return Guards(flag, plan);
            yield return plan.Hypothesis is not null ? null
                : flag.Find(GovernanceCodes.NoHypothesis, GovernanceSeverity.Note, "The plan has no hypothesis.", "Say in `hypothesis` what the rollout is expected to show, before it shows something.");
            yield return plan.EscalateTo.Count > 0 ? null
                : flag.Find(GovernanceCodes.NoEscalation, GovernanceSeverity.Warning, "Nobody is told when the rollout holds or is rolled back.", "Name in `escalateTo` who is.");
        }
    }

    private static GovernanceFinding? NotRemoved(GovernanceFacts flag, RolloutProgress rollout, GovernanceOptions options) =>
        rollout is { Status: RolloutStatus.Completed, Since: { } since, NextPlan: null } && !(rollout.IsReleased && flag.IsPermanent) && flag.Now - since >= options.CompletedFor
            ? flag.Find(
                GovernanceCodes.NotRemoved,
                GovernanceSeverity.Warning,
                $"The rollout completed on {Sentences.Of(since)}, {Sentences.Of(flag.Now - since)} ago, and the flag is still here.",
                flag.IsPermanent ? "Let `otherwise` serve the candidate, and remove the plan." : FlagRules.Removal(flag))
            : null;

    private static GovernanceFinding? Stuck(GovernanceFacts flag, RolloutProgress rollout, GovernanceOptions options)
    {
        (string what, DateTimeOffset? since, TimeSpan allowed) = rollout.Status switch
        {
            RolloutStatus.Holding => ("has held since", rollout.Since, TimeSpan.Zero),
            RolloutStatus.AwaitingApproval => ("has waited for an approval since", rollout.Since, TimeSpan.Zero),
            RolloutStatus.Running => ($"has been in stage `{rollout.Stage?.Name}` since", rollout.StageSince, rollout.Stage?.Dwell ?? TimeSpan.Zero),
            RolloutStatus.Scheduled => ("was to start at", rollout.Plan.StartAt, TimeSpan.Zero),
            _ => ("", null, TimeSpan.Zero),
        };
        if (since is not { } begin || flag.Now - begin - allowed < options.StuckFor)
        {
            return null;
        }

        string why = rollout.Waits.Count > 0 ? $" {string.Join(' ', rollout.Waits)}" : "";
        return flag.Find(
            GovernanceCodes.Stuck,
            GovernanceSeverity.Warning,
            $"The rollout {what} {Sentences.Of(begin)}, {Sentences.Of(flag.Now - begin)} ago.{why}",
            "Give it what it waits for, or roll it back; the runbook has the calls.");
    }

    private static GovernanceFinding? Abandoned(GovernanceFacts flag, RolloutProgress rollout, GovernanceOptions options) =>
        rollout is { Status: RolloutStatus.RolledBack or RolloutStatus.Aborted or RolloutStatus.Expired, Since: { } since } && flag.Now - since >= options.EndedFor
            ? flag.Find(
                GovernanceCodes.Abandoned,
                GovernanceSeverity.Warning,
                $"The rollout is {PlanWords.Of(rollout.Status)} since {Sentences.Of(since)}, for {Sentences.Of(flag.Now - since)}, and nobody has restarted it.",
                "Restart it, or remove the plan, and the candidate with it.")
            : null;

    /// <summary>The first stage ahead, or the one that is exposed, whose drill is missing or too old.</summary>
    private static GovernanceFinding? Drill(GovernanceFacts flag, RolloutPlan plan)
    {
        foreach (RolloutStage stage in plan.Stages)
        {
            if (stage.LastDrill is { } age && stage.Index >= Ahead(flag) && !IsFresh(flag, age))
            {
                string last = LastDrill(flag) is { } passed ? $"the last one was passed on {Sentences.Of(passed)}, {Sentences.Of(flag.Now - passed)} ago" : "none has been passed";
                return flag.Find(
                    GovernanceCodes.DrillMissing,
                    GovernanceSeverity.Warning,
                    $"Stage `{stage.Name}` is left with a drill of the last {Sentences.Of(age)}, and {last}.",
                    "Run the drill, and record that it passed.");
            }
        }

        return null;
    }

    private static int Ahead(GovernanceFacts flag) => flag.Rollout is { NextPlan: null, Stage: { } stage } ? stage.Index : 0;

    private static bool IsFresh(GovernanceFacts flag, TimeSpan age) => LastDrill(flag) is { } passed && flag.Now - passed <= age;

    /// <summary>The last drill of the plan that is looked at: those from before completion were of another one.</summary>
    private static DateTimeOffset? LastDrill(GovernanceFacts flag) =>
        flag.Rollout is { NextPlan: not null, LastDrill: { } last, CompletedAt: { } completed } && last < completed ? null : flag.Rollout?.LastDrill;

    private static GovernanceFinding? Guards(GovernanceFacts flag, RolloutPlan plan)
    {
        foreach (RolloutGuard guard in plan.Guards)
        {
            if (!guard.IsDryRun)
            {
                return null;
            }
        }

        string sentence = plan.Guards.Count == 0 ? "The plan has no guards" : "All guards of the plan are dry runs";
        return flag.Find(GovernanceCodes.NoGuard, GovernanceSeverity.Error, $"{sentence}: nothing takes the rollout back by itself.", "Give the plan a guard on errors at least.");
    }
}
