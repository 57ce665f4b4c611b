using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Removes the checkpoints that nobody needs any more, of the rollouts that this process controls.</summary>
internal sealed class CheckpointSweep
{
    /// <summary>How many checkpoints a process may be late with before it is taken for dead. Nothing is lost where it is not.</summary>
    private const int Missed = 10;

    private readonly RolloutBoard _board;
    private readonly RolloutCheckpoints _checkpoints;
    private readonly IRolloutStore _store;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;

    public CheckpointSweep(RolloutBoard board, RolloutCheckpoints checkpoints, IRolloutStore store, RolloutOptions options, TimeProvider clock)
    {
        _board = board;
        _checkpoints = checkpoints;
        _store = store;
        _options = options;
        _clock = clock;
    }

    /// <summary>Sweeps once, where this process controls. What is written behind its back is found by the next sweep.</summary>
    public async Task SweepAsync(RolloutRun run, bool isControlling, CancellationToken cancellationToken)
    {
        try
        {
            run.Saved.SweepError = null;
            await (isControlling ? SweepAsync(run, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            run.Saved.SweepError = $"A checkpoint that nobody needs any more could not be removed: {exception.Message}";
        }
    }

    private async Task SweepAsync(RolloutRun run, CancellationToken cancellationToken)
    {
        if (run.Watch is null && run.Saved.ListedAt != run.Keeper.Accepted.Sequence)
        {
            await _checkpoints.ListAsync(run, cancellationToken).ConfigureAwait(false);
        }

        foreach (RolloutCheckpoint obsolete in ObsoleteOf(run))
        {
            // Whether it is gone, only the next list says: its writer may have replaced it.
            run.Saved.ListedAt = null;
            await _store.DeleteCheckpointAsync(run.Flag, obsolete, cancellationToken).ConfigureAwait(false);
        }
    }

    private RolloutCheckpoint[] ObsoleteOf(RolloutRun run)
    {
        lock (_board.Lock)
        {
            return ObsoleteCheckpoints.Of(run, _options.Instance, _clock.GetUtcNow() - (Missed * _options.CheckpointEvery));
        }
    }
}
