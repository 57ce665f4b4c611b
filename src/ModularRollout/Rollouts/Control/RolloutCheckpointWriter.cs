namespace ModularRollout.Rollouts.Control;

/// <summary>Puts together what the checkpoints of a rollout are to hold.</summary>
internal static class RolloutCheckpointWriter
{
    /// <summary>Copies this process's evidence and, where it controls, the clocks, the statistics and the journal's end: all of one moment.</summary>
    /// <param name="run">The rollout. The caller holds the board's lock.</param>
    /// <param name="isControlling">Whether this process controls.</param>
    /// <param name="isTime">Whether it is time for a checkpoint; after each entry it is, whatever the time.</param>
    /// <returns>What to write; <see langword="null"/> where there is nothing new.</returns>
    public static RunCheckpointDraft? Draft(RolloutRun run, bool isControlling, bool isTime)
    {
        var end = new JournalMark(run.Keeper.Accepted.Sequence, run.Keeper.Accepted.HeadHash);
        bool isBehind = isControlling && end.Sequence > 0 && run.Saved.Written != end;
        return run.IsKnown && (isTime || isBehind) ? Draft(run, isControlling, isBehind, end) : null;
    }

    private static RunCheckpointDraft? Draft(RolloutRun run, bool isControlling, bool isBehind, JournalMark end)
    {
        WatchCopy? watch = run.Saved.WatchIfTaken(run)?.Copy();
        bool isController = isBehind || (isControlling && watch is not null);
        ControllerDraft? controller = isController ? new ControllerDraft(run.Keeper.Accepted.Attempt, run.State.Attempt, run.State.Stage) : null;
        return watch is not null || isController ? new RunCheckpointDraft(watch, controller, end, run.Saved.Merged) : null;
    }
}
