using System.IO.Hashing;
using ModularRollout.Rollouts.Counting.Saving;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Fetches and stores what a restart must not forget: every instance's counts, and the controller's clocks, statistics and the journal's end.</summary>
/// <remarks>Both may take as long as a store takes, and leave the rollout alone: what was read waits in <see cref="RunCheckpoints"/> until a step takes it, and what is written was copied before.</remarks>
internal sealed class RolloutCheckpoints
{
    /// <summary>The name of the controller's checkpoint.</summary>
    public const string Controller = "controller";

    /// <summary>The form of a checkpoint: this number, the attempt, and what belongs to its kind.</summary>
    public const int Version = 1;

    private readonly RolloutBoard _board;
    private readonly IRolloutStore _store;
    private readonly string _instance;
    private readonly CheckpointSweep _sweep;

    public RolloutCheckpoints(RolloutBoard board, IRolloutStore store, RolloutOptions options, TimeProvider clock)
    {
        _board = board;
        _store = store;
        _instance = options.Instance;
        _sweep = new CheckpointSweep(board, this, store, options, clock);
    }

    /// <summary>Reads the checkpoints, where others may have written since or this process has something to take.</summary>
    public async Task ReadAsync(RolloutRun run, bool isControlling, CancellationToken cancellationToken)
    {
        RunCheckpoints saved = run.Saved;
        long sequence = run.Keeper.Accepted.Sequence;
        bool isAnew = IsAnew(run, isControlling);
        bool isNews = run.Watch is not null && (_store.IsShared || isAnew);
        if (saved is { Mark: not null, ReadError: null } && run.Damage is null && !isNews && saved.ReadFor == isControlling)
        {
            return;
        }

        try
        {
            RolloutCheckpoint[] read = isAnew ? await ReadAsync(run, [], cancellationToken).ConfigureAwait(false) : await ReadNewsAsync(run, cancellationToken).ConfigureAwait(false);
            JournalMark mark = RolloutCheckpointReader.MarkOf(saved, read);
            if (!run.Keeper.Journal.Covers(mark.Sequence, mark.Hash))
            {
                // Whoever controls may have appended, and noted it, since the journal was read; or what was read first was not durable.
                _ = await run.Keeper.ReadAsync(fromBeginning: true, cancellationToken).ConfigureAwait(false);
            }

            saved.Put(read, mark);
            (saved.ListedAt, saved.ReadFor) = (sequence, isControlling);
            saved.ReadError = null;
        }
        catch (Exception exception)
        {
            saved.ReadError = $"The checkpoints could not be read: {exception.Message}";
        }
    }

    /// <summary>Lists the checkpoints again.</summary>
    public async Task ListAsync(RolloutRun run, CancellationToken cancellationToken)
    {
        long sequence = run.Keeper.Accepted.Sequence;
        RolloutCheckpoint[] read = await ReadAsync(run, run.Saved.Known, cancellationToken).ConfigureAwait(false);
        run.Saved.Put(read, RolloutCheckpointReader.MarkOf(run.Saved, read));
        run.Saved.ListedAt = sequence;
    }

    /// <summary>Takes what was read since the last step. The counts of others are looked through here, not under the lock that transitions wait for.</summary>
    public void Take(RolloutRun run, bool isControlling)
    {
        RolloutWatch? watch;
        SavedCounts[] others;
        lock (_board.Lock)
        {
            RolloutCheckpointReader.Take(run, isControlling);
            (watch, others) = (run.Watch, run.Watch is null ? [] : run.Saved.OthersFor(run.Watch));
        }

        watch?.Counts.Prepare(others);
    }

    /// <summary>Writes what is due, and removes what nobody needs any more.</summary>
    /// <param name="run">The rollout.</param>
    /// <param name="isControlling">Whether this process controls.</param>
    /// <param name="isTime">Whether it is time for a checkpoint; after each entry it is, whatever the time.</param>
    public async Task SaveAsync(RolloutRun run, bool isControlling, bool isTime)
    {
        RunCheckpointDraft? draft;
        lock (_board.Lock)
        {
            draft = RolloutCheckpointWriter.Draft(run, isControlling, isTime);
        }

        await (draft is null ? Task.CompletedTask : WriteAsync(run, draft)).ConfigureAwait(false);
        if (isTime || run.Saved.SweepError is not null)
        {
            await _sweep.SweepAsync(run, isControlling, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(RolloutRun run, RunCheckpointDraft draft)
    {
        try
        {
            run.Saved.Written = null;
            RunCheckpointContents contents = await Task.Run(draft.Save).ConfigureAwait(false);
            if (contents.Counts is not null)
            {
                run.Saved.WrittenCounts = XxHash3.HashToUInt64(contents.Counts);
                await _store.WriteCheckpointAsync(run.Flag, _instance, contents.Counts, CancellationToken.None).ConfigureAwait(false);
            }

            if (contents.Controller is not null)
            {
                await _store.WriteCheckpointAsync(run.Flag, Controller, contents.Controller, CancellationToken.None).ConfigureAwait(false);
                (run.Saved.Written, run.Saved.Folded) = (draft.End, draft.Folded);
            }

            run.Saved.WriteError = null;
        }
        catch (Exception exception)
        {
            run.Saved.WriteError = $"The checkpoint could not be written: {exception.Message}";
        }
    }

    /// <summary>Gets whether everything has to be read: nobody watches yet, or a watch has not taken the evidence of before.</summary>
    private static bool IsAnew(RolloutRun run, bool isControlling) =>
        run.Watch is not { } watch || run.Saved.TakenFor != (watch, isControlling) || watch.Attempt != run.Keeper.Accepted.Attempt;

    private async Task<RolloutCheckpoint[]> ReadAsync(RolloutRun run, IReadOnlyList<RolloutCheckpoint> known, CancellationToken cancellationToken) =>
        [.. await _store.ReadCheckpointsAsync(run.Flag, known, cancellationToken).ConfigureAwait(false)];

    /// <summary>Reads what has changed since the last read, and was not written by this process itself.</summary>
    private async Task<RolloutCheckpoint[]> ReadNewsAsync(RolloutRun run, CancellationToken cancellationToken)
    {
        RolloutCheckpoint[] read = await ReadAsync(run, run.Saved.Known, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(read, checkpoint => IsOwn(run.Saved, checkpoint) ? checkpoint.Head(RolloutCheckpointReader.HeadLength) : checkpoint);
    }

    private bool IsOwn(RunCheckpoints saved, RolloutCheckpoint checkpoint) =>
        checkpoint is { IsHead: false } && checkpoint.Name == _instance && XxHash3.HashToUInt64(checkpoint.Content.Span) == saved.WrittenCounts;
}
