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
        StageView? totals = run.Watch?.Totals;
        return new RolloutProgress(plan)
        {
            Attempt = state.Attempt,
            Status = state.Status,
            HoldReason = state.Position.HoldReason,
            Stage = state.Stage >= 0 && state.Stage < plan.Stages.Count && (state.IsExposed || state.Status == RolloutStatus.Completed) ? plan.Stages[state.Stage] : null,
            SharePercent = run.Exposure is null ? 0 : Exposures.PercentOf(plan, state),
            Since = state.Since,
            StageSince = state.StageSince,
            Dwell = evidence.Clocks.Dwell,
            Blind = evidence.Clocks.Blind,
            WindowUsed = evidence.Clocks.Window,
            Subjects = evidence.Subjects,
            CandidateOutcomes = (totals?.Candidate.Outcomes + totals?.Ring.Outcomes) ?? 0,
            BaselineOutcomes = totals?.Baseline.Outcomes ?? 0,
            Readings = evidence.Readings,
            Waits = run.Damage is { } damage ? [damage] : run.Waits,
            IsControlled = isControlled,
            Damage = run.Damage ?? run.Keeper.Error,
            Pending = run.Keeper.Pending,
            Owner = run.Definition?.Owner,
            Touches = run.Definition?.Touches ?? [],
            LastDrill = state.LastDrill,
        };
    }
}
