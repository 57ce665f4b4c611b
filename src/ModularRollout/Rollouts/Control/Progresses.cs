using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Makes the public picture of a rollout.</summary>
internal static class Progresses
{
    public static RolloutProgress? Of(RolloutRun run, bool isControlled)
    {
        if (run.Plan is not { } plan)
        {
            return null;
        }

        RolloutState state = run.State;
        RolloutEvidence evidence = run.Evidence;
        (long candidate, long baseline, long late, long dropped) = OutcomesOf(run.Watch?.Totals);
        return new RolloutProgress(plan)
        {
            Attempt = state.Attempt,
            Status = state.Status,
            HoldReason = state.Position.HoldReason,
            Stage = StageOf(plan, state),
            SharePercent = run.Exposure is null ? 0 : Exposures.PercentOf(plan, state),
            Since = state.Since,
            Actor = state.Actor,
            Reason = state.Reason,
            StageSince = state.StageSince,
            Dwell = evidence.Clocks.Dwell,
            Blind = evidence.Clocks.Blind,
            WindowUsed = evidence.Clocks.Window,
            Subjects = evidence.Subjects,
            CandidateOutcomes = candidate,
            BaselineOutcomes = baseline,
            LateOutcomes = late,
            DroppedOutcomes = dropped,
            Readings = evidence.Readings,
            Impact = run.Watch?.Totals?.Impact ?? [],
            Waits = run.Damage is { } damage ? [damage] : run.Waits,
            IsControlled = isControlled,
            Damage = run.Trouble,
            Pending = run.Keeper.Pending,
            Owner = run.Definition?.Owner,
            Touches = TouchesOf(run),
            LastDrill = state.LastDrill,
            End = run.End,
        };
    }

    private static IReadOnlyList<string> TouchesOf(RolloutRun run) => run.Definition?.Touches ?? [];

    private static (long Candidate, long Baseline, long Late, long Dropped) OutcomesOf(StageView? totals) => totals is null
        ? default
        : (totals.Candidate.Outcomes + totals.Ring.Outcomes, totals.Baseline.Outcomes, totals.Candidate.Late + totals.Ring.Late + totals.Baseline.Late, totals.Dropped);

    private static RolloutStage? StageOf(RolloutPlan plan, RolloutState state) =>
        state.Stage >= 0 && state.Stage < plan.Stages.Count && (state.IsExposed || state.Status == RolloutStatus.Completed) ? plan.Stages[state.Stage] : null;
}
