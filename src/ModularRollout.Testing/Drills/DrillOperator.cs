using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Testing.Drills;

/// <summary>Does what people do in a rollout: starts it, approves, passes drills, resumes, rolls back.</summary>
internal sealed class DrillOperator(DrillSystem system, RolloutPlan plan)
{
    private const string Actor = "drill";

    /// <summary>Starts the rollout, in its change hours.</summary>
    /// <returns>Why it could not be started; <see langword="null"/> where it was.</returns>
    public async Task<string?> StartAsync(DrillRun run, CancellationToken cancellationToken)
    {
        DateTimeOffset now = system.Clock.GetUtcNow();
        if (plan.ChangeHours?.NextOpening(now) is { } opening && opening > now)
        {
            system.Clock.Advance(opening - now);
        }

        while (true)
        {
            await system.Rollouts.StepAsync(cancellationToken).ConfigureAwait(false);
            RolloutCommandResult? result = system.Progress.Status == RolloutStatus.Draft
                ? await system.Rollouts.StartAsync(plan.Flag, Actor, "A drill starts the rollout.", cancellationToken).ConfigureAwait(false)
                : null;
            bool isDead = system.IsDead;
            await run.Fault.AfterLookAsync(run, cancellationToken).ConfigureAwait(false);
            if (!isDead)
            {
                return result is null or { IsAccepted: true } ? null : result.Sentence;
            }
        }
    }

    /// <summary>Does what is due: approves the next stage, passes a drill where the stage asks for one.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        RolloutProgress progress = system.Progress;
        if (progress.Status == RolloutStatus.AwaitingApproval)
        {
            await ApproveAsync(plan.Stages[(progress.Stage?.Index ?? -1) + 1], cancellationToken).ConfigureAwait(false);
        }

        if (progress.Stage?.LastDrill is { } age && !(system.Clock.GetUtcNow() - progress.LastDrill < age / 2))
        {
            await system.Rollouts.RecordDrillAsync(plan.Flag, Actor, "A drill takes itself for passed.", cancellationToken).ConfigureAwait(false);
        }
    }

    public Task ResumeAsync(CancellationToken cancellationToken) => system.Rollouts.ResumeAsync(plan.Flag, Actor, "The metrics are back.", cancellationToken);

    public Task RollBackAsync(CancellationToken cancellationToken) => system.Rollouts.RollBackAsync(plan.Flag, Actor, "A guard holds the rollout: the candidate is taken back.", cancellationToken);

    private async Task ApproveAsync(RolloutStage stage, CancellationToken cancellationToken)
    {
        if (stage.Approval is { } approval)
        {
            for (int i = 0; i < approval.Count; i++)
            {
                string group = approval.From[i % approval.From.Count];
                await system.Rollouts.ApproveAsync(plan.Flag, group, $"{Actor}-{i + 1}", "A drill approves.", cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
