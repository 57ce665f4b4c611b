using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Says which checkpoints beside the controller's own nobody needs any more.</summary>
/// <remarks>
/// <para>Of an attempt that is over there is a report, or there never will be one: nothing is judged any more. What counts is what the journal holds, not what is only in effect.</para>
/// <para>While an attempt runs, the evidence of a process that ended counts. It can go once the controller's checkpoint holds it, still under that process's name: counts of one name merge by the
/// maximum and subjects by union, so that a process that was only taken for dead, and writes again all it ever counted, adds what is new and nothing twice. For the same reason counts of several
/// names are never added up into one.</para>
/// </remarks>
internal static class ObsoleteCheckpoints
{
    /// <summary>Gets them.</summary>
    /// <param name="run">The rollout, which this process controls. The caller holds the board's lock.</param>
    /// <param name="instance">This process.</param>
    /// <param name="silentSince">Since when a process has not written that is taken for dead.</param>
    public static RolloutCheckpoint[] Of(RolloutRun run, string instance, DateTimeOffset silentSince)
    {
        RolloutState accepted = run.Keeper.Accepted;
        bool isOver = IsOver(run, accepted);
        return run.IsKnown ? Array.FindAll([.. run.Saved.Known], IsObsolete) : [];

        bool IsObsolete(RolloutCheckpoint checkpoint) => checkpoint is { Name: not RolloutCheckpoints.Controller, Version: not null }
            && RolloutCheckpointReader.AttemptOf(checkpoint) is { } attempt
            && (attempt < accepted.Attempt || (attempt == accepted.Attempt && (isOver || IsFolded(checkpoint))));

        bool IsFolded(RolloutCheckpoint checkpoint) =>
            checkpoint.Name != instance && checkpoint.Written < silentSince && run.Saved.Folded.GetValueOrDefault(checkpoint.Name) == checkpoint.Version;
    }

    /// <summary>Gets whether the attempt has ended, its report included. One that completed with a holdback goes on, also while its plan is gone: that may come back.</summary>
    private static bool IsOver(RolloutRun run, RolloutState accepted) => run.Keeper.Pending == 0
        && (accepted.IsEnded || (accepted.Status == RolloutStatus.Completed && run.Plan is { } plan && !Exposures.IsGuarded(plan, accepted)))
        && !ClosingReports.IsOwed(run);
}
