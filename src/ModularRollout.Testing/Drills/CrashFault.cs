using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Testing.Drills;

/// <summary>The controlling process dies in the middle of every transition, once before its entry is written and once after, and is started again on its files.</summary>
/// <param name="behavior">How the candidate does from the plan's first stage with a share on.</param>
internal sealed class CrashFault(CandidateBehavior behavior) : DrillFault
{
    private readonly HashSet<(RolloutEntryKind, int Stage, bool IsWritten)> _done = [];
    private (RolloutEntryKind Kind, int Stage, bool IsWritten)? _armed;
    private int _crashes;

    public override bool NeedsFiles => true;

    private bool IsFaulty => behavior != CandidateBehavior.AsBaseline;

    public override void Begin(DrillRun run) => Arm(run);

    public override void BeforeLook(DrillRun run)
    {
        if (IsFaulty && run.Onset is null && run.Progress.Stage is { IsRing: false })
        {
            run.SetIn();
            run.Visitors.Candidate = behavior;
        }

        Arm(run);
    }

    public override async Task AfterLookAsync(DrillRun run, CancellationToken cancellationToken)
    {
        if (!run.System.IsDead)
        {
            return;
        }

        _crashes++;
        _done.Add(_armed!.Value);
        RolloutJournalEntry? written = run.System.LastWritten();
        await run.System.RestartAsync(cancellationToken).ConfigureAwait(false);
        Check(run, _armed.Value, written);
        Arm(run);
    }

    public override void Judge(DrillRun run)
    {
        if (_crashes == 0)
        {
            run.Complaints.Add($"The controller never came to a transition in which it could crash. {DrillSentences.WhereItStands(run)}");
        }

        if (!IsFaulty)
        {
            MustComplete(run, $"The controller crashed {_crashes} times in the middle of a transition");
        }
        else if (run.Progress.Status != RolloutStatus.RolledBack)
        {
            run.Complaints.Add($"The candidate was worse than the baseline and the controller crashed while it rolled back, and the rollout was not rolled back after the restart. {DrillSentences.WhereItStands(run)}");
        }
    }

    /// <summary>Prepares the crash at the next transition: each is reached again until it crashed on both sides of its entry.</summary>
    private void Arm(DrillRun run)
    {
        int stage = run.Progress.Stage?.Index ?? -1;
        foreach (RolloutEntryKind kind in KindsOf(run, stage))
        {
            foreach (bool isWritten in (ReadOnlySpan<bool>)[false, true])
            {
                if (!_done.Contains((kind, stage, isWritten)))
                {
                    _armed = (kind, stage, isWritten);
                    run.System.Store!.DieAt(kind, isWritten);
                    return;
                }
            }
        }
    }

    private IEnumerable<RolloutEntryKind> KindsOf(DrillRun run, int stage) =>
        IsFaulty ? [RolloutEntryKind.RollBack]
        : stage < 0 ? [RolloutEntryKind.Start]
        : stage == run.Plan.Stages.Count - 1 ? [RolloutEntryKind.Complete]
        : [RolloutEntryKind.Advance];

    /// <summary>What was written is in force after the restart, and what was not was not written; the first look after it may decide the same again.</summary>
    private static void Check(DrillRun run, (RolloutEntryKind Kind, int Stage, bool IsWritten) crash, RolloutJournalEntry? written)
    {
        RolloutJournalEntry? last = DrillJournal.LastOf(run.System.Journal);
        bool isThere = written?.Kind == crash.Kind && written.From.Stage == crash.Stage;
        if (isThere != crash.IsWritten || !IsInForce(run.Progress, last?.To ?? default))
        {
            string when = crash.IsWritten ? "after" : "before";
            run.Complaints.Add($"The controller crashed {when} its entry {crash.Kind} was written. After the restart the journal ends with: {DrillSentences.Of(last)} {DrillSentences.WhereItStands(run)}");
        }
    }

    private static bool IsInForce(RolloutProgress progress, RolloutPosition journalled) =>
        journalled.Status == progress.Status && (progress.Stage is not { } stage || stage.Index == journalled.Stage);
}
