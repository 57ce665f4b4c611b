namespace ModularRollout.Rollouts.Control;

/// <summary>Puts together what the checkpoints of a rollout are to hold.</summary>
internal static class RolloutCheckpointWriter
{
    /// <summary>Puts together this process's counts and, where it controls, the clocks, the statistics and the journal's end.</summary>
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
        RolloutWatch? watch = run.Saved.WatchIfTaken(run);
        bool isController = isBehind || (isControlling && watch is not null);
        return watch is not null || isController ? new RunCheckpointDraft(CountsOf(watch), isController ? ControllerOf(run, watch, end) : null, end) : null;
    }

    private static byte[]? CountsOf(RolloutWatch? watch) => watch is null ? null : Write(watch.Attempt, writer => writer.Write(watch.Counts.Save()));

    private static byte[] ControllerOf(RolloutRun run, RolloutWatch? watch, JournalMark end) => Write(run.Keeper.Accepted.Attempt, writer =>
    {
        writer.Write(end.Sequence);
        writer.Write(end.Hash ?? "");
        writer.Write(run.State.Stage);
        bool isWatched = watch?.Attempt == run.State.Attempt;
        writer.Write(isWatched);
        if (isWatched)
        {
            watch!.Write(writer);
        }
    });

    private static byte[] Write(int attempt, Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(RolloutCheckpoints.Version);
            writer.Write(attempt);
            write(writer);
        }

        return stream.ToArray();
    }
}

/// <summary>Checkpoints of one rollout that are to be written.</summary>
/// <param name="Counts">What this process counted; <see langword="null"/> for nothing.</param>
/// <param name="Controller">The clocks, the statistics and the journal's end; <see langword="null"/> where another process controls.</param>
/// <param name="End">The journal's end.</param>
internal sealed record RunCheckpointDraft(byte[]? Counts, byte[]? Controller, JournalMark End);
