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
            Stage = StageOf(run, plan),
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
            NextPlan = run.Next?.ToStart,
            IsReleased = run.IsReleased,
            IsFurther = state.EarlierAttempts > 0,
            CompletedAt = state.CompletedAt,
        };
    }

    private static IReadOnlyList<string> TouchesOf(RolloutRun run) => run.Definition?.Touches ?? [];

    private static (long Candidate, long Baseline, long Late, long Dropped) OutcomesOf(StageView? totals) => totals is null
        ? default
        : (totals.Candidate.Outcomes + totals.Ring.Outcomes, totals.Baseline.Outcomes, totals.Candidate.Late + totals.Ring.Late + totals.Baseline.Late, totals.Dropped);

    private static RolloutStage? StageOf(RolloutRun run, RolloutPlan plan)
    {
        RolloutState state = run.State;
        bool isServed = state.IsExposed || (state.Status == RolloutStatus.Completed && !run.IsReleased);
        return isServed && state.Stage >= 0 && state.Stage < plan.Stages.Count ? plan.Stages[state.Stage] : null;
    }
}
