using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Testing.Drills;

/// <summary>The candidate is worse from a stage on: a guard must stop it.</summary>
internal sealed class CandidateFault(CandidateBehavior behavior, string what, string? fromStage) : DrillFault
{
    private RolloutStage? _from;

    public override void Begin(DrillRun run) => _from = run.StageOf(fromStage);

    public override void BeforeLook(DrillRun run)
    {
        if (run.Onset is null && run.Progress.Stage is { } stage && stage.Index >= _from!.Index)
        {
            run.SetIn();
            run.Visitors.Candidate = behavior;
        }
    }

    public override async Task AfterLookAsync(DrillRun run, CancellationToken cancellationToken)
    {
        if (run.Progress is { Status: RolloutStatus.Holding, HoldReason: RolloutHoldReason.Breach })
        {
            run.Stop();
            await run.Operator.RollBackAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override bool Handles(RolloutHoldReason reason) => reason == RolloutHoldReason.Breach;

    public override void Judge(DrillRun run)
    {
        string who = $"The candidate {what} from stage `{_from!.Name}` on";
        if (run.Stopped is not { } stopped)
        {
            string end = run.Progress.Status == RolloutStatus.Completed ? "the rollout completed: no guard stopped it" : "no guard stopped it";
            run.Complaints.Add($"{who}, and {end}. {DrillSentences.GuardsOf(run)} {DrillSentences.WhereItStands(run)}");
        }
        else if (run.Onset is not { } onset)
        {
            run.Complaints.Add($"The rollout was rolled back before it reached stage `{_from.Name}`, while the candidate was no worse than the baseline. {DrillSentences.WhereItStands(run)}");
        }
        else
        {
            CheckLimits(run, who, stopped - onset);
        }
    }

    private static void CheckLimits(DrillRun run, string who, TimeSpan time)
    {
        DrillLimits limits = run.Setup.Limits;
        DrillTally tally = run.Visitors.SinceOnset!;
        if (limits.Time is { } most && time > most)
        {
            run.Complaints.Add($"{who}, and it took {DrillText.Of(time)} to stop it; no more than {DrillText.Of(most)} is allowed.");
        }

        if (limits.ExposedSubjects is { } subjects && tally.ExposedSubjects > subjects)
        {
            run.Complaints.Add($"{who}, and {DrillText.Of(tally.ExposedSubjects)} subjects got it before it was stopped; no more than {DrillText.Of(subjects)} are allowed.");
        }

        if (limits.ExtraFailures is { } failures && tally.ExtraFailures > failures)
        {
            run.Complaints.Add($"{who}, and cost {DrillText.Of((long)tally.ExtraFailures)} failures beyond those of the baseline before it was stopped; no more than {DrillText.Of(failures)} are allowed.");
        }
    }
}
