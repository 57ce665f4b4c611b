using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Testing.Drills;

/// <summary>Outcomes get lost while decisions go on: nothing may advance, and after <c>maxBlind</c> the plan must do what it says.</summary>
internal sealed class OutageFault(string? fromStage) : DrillFault
{
    /// <summary>The first look after the outage began may still see outcomes of before it, and the reaction comes with a look.</summary>
    private static readonly TimeSpan s_slack = 2 * DrillPace.LongestWhileWrong;

    private RolloutStage? _from;
    private TimeSpan? _reacted;
    private bool _hasEnded;

    public override void Begin(DrillRun run) => _from = run.StageOf(fromStage);

    public override void BeforeLook(DrillRun run)
    {
        if (run.Onset is null && run.Progress.Stage is { } stage && stage.Index >= _from!.Index)
        {
            run.SetIn();
            run.Visitors.AreOutcomesLost = true;
        }
    }

    public override async Task AfterLookAsync(DrillRun run, CancellationToken cancellationToken)
    {
        if (run.Onset is not { } onset || _hasEnded)
        {
            return;
        }

        CheckStage(run);
        if (_reacted is null && IsReaction(run))
        {
            _reacted = run.Elapsed;
            CheckTime(run, run.Elapsed - onset);
        }

        // Some more of the outage, and the metrics are back; somebody resumes.
        if (_reacted is { } reacted && run.Progress.Status == RolloutStatus.Holding && run.Elapsed >= reacted + (run.Plan.MaxBlind / 2))
        {
            run.Visitors.AreOutcomesLost = false;
            _hasEnded = true;
            await run.Operator.ResumeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override bool Handles(RolloutHoldReason reason) => reason == RolloutHoldReason.Blind && !_hasEnded;

    public override void Judge(DrillRun run)
    {
        if (_reacted is null)
        {
            run.Complaints.Add($"Outcomes got lost from stage `{_from!.Name}` on, and nothing happened. {DrillSentences.WhereItStands(run)}");
        }
        else if (run.Plan.OnBlind == RolloutReaction.Hold)
        {
            MustComplete(run, "Outcomes got lost for a while and came back");
        }
    }

    private static bool IsReaction(DrillRun run) => run.Plan.OnBlind == RolloutReaction.RollBack
        ? run.Progress.Status == RolloutStatus.RolledBack
        : run.Progress is { Status: RolloutStatus.Holding, HoldReason: RolloutHoldReason.Blind };

    private void CheckStage(DrillRun run)
    {
        if (run.Progress.Stage is { } stage && stage.Index > _from!.Index && run.Complaints.Count == 0)
        {
            run.Complaints.Add($"Outcomes got lost from stage `{_from.Name}` on, and the rollout went on to stage `{stage.Name}` without evidence.");
        }
    }

    private static void CheckTime(DrillRun run, TimeSpan time)
    {
        if (time > run.Plan.MaxBlind + s_slack)
        {
            run.Complaints.Add($"Outcomes got lost, and it took {DrillText.Of(time)} until the rollout was stopped; `maxBlind` is {DrillText.Of(run.Plan.MaxBlind)}.");
        }
    }
}
