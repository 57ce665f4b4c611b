using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Control;

/// <summary>Makes transitions: what raises exposure is journalled before it takes effect; what lowers it takes effect at once.</summary>
internal sealed class Transitions
{
    private readonly RolloutBoard _board;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly IRolloutHost _host;

    public Transitions(RolloutBoard board, RolloutOptions options, TimeProvider clock, IRolloutHost host)
    {
        _board = board;
        _options = options;
        _clock = clock;
        _host = host;
    }

    /// <summary>Makes a transition.</summary>
    /// <returns>Whether it is in effect, and whether the journal holds it.</returns>
    public async Task<(bool IsInEffect, bool IsJournalled)> MakeAsync(
        RolloutRun run, RolloutMove move, string actor, RolloutEvidence evidence, CancellationToken cancellationToken)
    {
        if (IsLowering(move.Kind))
        {
            _board.Lower(run, state => Draft(run, state, move, actor, evidence));
            return (true, await FlushAsync(run, cancellationToken).ConfigureAwait(false));
        }

        Task<bool> append = run.Keeper.AppendFirstAsync(Draft(run, run.State, move, actor, evidence), cancellationToken);
        bool isDone = await Patience.WaitAsync(append, _options, _clock).ConfigureAwait(false) && append is { IsCompletedSuccessfully: true, Result: true };
        _board.Follow(run);
        return (isDone, isDone);
    }

    /// <summary>Journals what changes no state: a refusal, a delivery, a report, a kill.</summary>
    public Task<bool> NoteAsync(RolloutRun run, RolloutEntryKind kind, string actor, string reason, string? detail, CancellationToken cancellationToken)
    {
        run.Keeper.Enqueue(Draft(run, run.State, new RolloutMove(kind, run.State.Position, reason, detail), actor, run.Evidence));
        return FlushAsync(run, cancellationToken);
    }

    private static bool IsLowering(RolloutEntryKind kind) => kind is RolloutEntryKind.RollBack or RolloutEntryKind.Abort or RolloutEntryKind.Hold or RolloutEntryKind.Expire;

    private async Task<bool> FlushAsync(RolloutRun run, CancellationToken cancellationToken)
    {
        Task<bool> flush = run.Keeper.FlushAsync(cancellationToken);
        bool isDone = await Patience.WaitAsync(flush, _options, _clock).ConfigureAwait(false) && flush is { IsCompletedSuccessfully: true, Result: true };
        _board.Follow(run);
        return isDone;
    }

    private RolloutEntryDraft Draft(RolloutRun run, RolloutState state, RolloutMove move, string actor, RolloutEvidence evidence) => new()
    {
        Flag = run.Flag,
        Attempt = move.Kind == RolloutEntryKind.Start ? state.Attempt + 1 : Math.Max(1, state.Attempt),
        Time = _clock.GetUtcNow(),
        Actor = actor,
        Kind = move.Kind,
        From = state.Position,
        To = move.To,
        Reason = move.Reason,
        Detail = move.Detail,
        Verdicts = evidence.Readings,
        Counters = run.Watch?.Counters() ?? new Dictionary<string, long>(),
        SnapshotHash = _host.Current.ContentHash,
        Definition = move.Kind is RolloutEntryKind.Start or RolloutEntryKind.Adopt ? run.Definition?.Json : null,
    };
}
