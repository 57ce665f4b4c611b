using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Control;

/// <summary>Makes transitions: what raises exposure is journalled before it takes effect; what lowers it takes effect at once.</summary>
/// <remarks>A transition is decided under the board's lock, on the state that it changes: of two at once the second is decided on what the first left.</remarks>
internal sealed class Transitions
{
    private readonly RolloutBoard _board;
    private readonly TimeProvider _clock;
    private readonly IRolloutHost _host;

    public Transitions(RolloutBoard board, TimeProvider clock, IRolloutHost host)
    {
        _board = board;
        _clock = clock;
        _host = host;
    }

    /// <summary>Decides, and makes the transition that is due.</summary>
    /// <param name="run">The rollout.</param>
    /// <param name="decision">What decides.</param>
    /// <param name="patience">How long to wait for the store.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    public async Task<RolloutTransition> MakeAsync(RolloutRun run, RolloutDecision decision, TimeSpan patience, CancellationToken cancellationToken)
    {
        RolloutStep step;
        RolloutEntryDraft draft;
        lock (_board.Lock)
        {
            RolloutEvidence evidence = decision.Observe();
            step = run.DecidingPlan is { } plan ? decision.Decide(plan, run.State, evidence) : RolloutStep.Nothing;
            if (step.Move is not { } move)
            {
                return new RolloutTransition(step, IsInEffect: false, IsJournalled: false);
            }

            draft = Draft(run, run.State, move, decision.Actor, evidence);
            if (IsLowering(move.Kind))
            {
                _board.Lower(run, draft);
            }
            else
            {
                run.Rising = run.State.After(RolloutJournalEntry.After(run.Keeper.Journal.Head, draft));
            }
        }

        return IsLowering(draft.Kind)
            ? new RolloutTransition(step, IsInEffect: true, await FlushAsync(run, patience, cancellationToken).ConfigureAwait(false))
            : await RaiseAsync(run, step, draft, patience, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Journals what changes no state: a refusal, a delivery, a report, a kill.</summary>
    public Task<bool> NoteAsync(RolloutRun run, RolloutEntryKind kind, string actor, string reason, string? detail, TimeSpan patience, CancellationToken cancellationToken)
    {
        run.Keeper.Enqueue(Draft(run, run.State, new RolloutMove(kind, run.State.Position, reason, detail), actor, run.Evidence));
        return FlushAsync(run, patience, cancellationToken);
    }

    private static bool IsLowering(RolloutEntryKind kind) => kind is RolloutEntryKind.RollBack or RolloutEntryKind.Abort or RolloutEntryKind.Hold or RolloutEntryKind.Expire;

    private async Task<RolloutTransition> RaiseAsync(RolloutRun run, RolloutStep step, RolloutEntryDraft draft, TimeSpan patience, CancellationToken cancellationToken)
    {
        async Task<bool> AppendAsync(CancellationToken waiting)
        {
            bool isAppended = await run.Keeper.AppendFirstAsync(draft, waiting).ConfigureAwait(false);
            run.Rising = null;
            _board.Follow(run);
            return isAppended;
        }

        bool isDone = await Patience.WaitAsync(AppendAsync, patience, _clock, cancellationToken).ConfigureAwait(false);
        return new RolloutTransition(step, isDone, isDone);
    }

    private Task<bool> FlushAsync(RolloutRun run, TimeSpan patience, CancellationToken cancellationToken)
    {
        async Task<bool> AppendAsync(CancellationToken waiting)
        {
            bool isDone = await run.Keeper.FlushAsync(waiting).ConfigureAwait(false);
            _board.Follow(run);
            return isDone;
        }

        return Patience.WaitAsync(AppendAsync, patience, _clock, cancellationToken);
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
        Kept = KeptBy(move.Kind, run),
    };

    /// <summary>Gets what is kept: what is locked from now on is the documents'; later it is what is in force of it.</summary>
    private string? KeptBy(RolloutEntryKind kind, RolloutRun run) => kind switch
    {
        RolloutEntryKind.Start or RolloutEntryKind.Adopt => KeptDefinitions.Of(Array.FindAll(_board.Defined?.Content.Layers ?? [], static layer => !layer.IsLock), run.Flag),
        RolloutEntryKind.Edit => run.InForce,
        _ => null,
    };
}

/// <summary>What decides about a transition, and for whom.</summary>
/// <param name="Actor">Who wants it.</param>
/// <param name="Observe">Gets what is known. Called under the board's lock.</param>
/// <param name="Decide">Decides. Called under the board's lock; pure.</param>
internal sealed record RolloutDecision(string Actor, Func<RolloutEvidence> Observe, Func<RolloutPlan, RolloutState, RolloutEvidence, RolloutStep> Decide);

/// <summary>What became of a decision.</summary>
/// <param name="Step">What was decided.</param>
/// <param name="IsInEffect">Whether a transition is in effect.</param>
/// <param name="IsJournalled">Whether the journal holds it.</param>
internal sealed record RolloutTransition(RolloutStep Step, bool IsInEffect, bool IsJournalled);
