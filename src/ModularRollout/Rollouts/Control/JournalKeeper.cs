using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Keeps one flag's journal in step with its store: reads what others wrote, appends in order, and queues what is in effect before the store accepts it.</summary>
/// <remarks>Operations on the store never overlap. Queueing is possible at any time, from any thread, and waits for nothing.</remarks>
internal sealed class JournalKeeper : IDisposable
{
    private readonly IRolloutStore _store;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly object _lock = new();
    private readonly Queue<RolloutEntryDraft> _pending = new();
    private RolloutJournal _journal;
    private RolloutState _accepted;
    private string? _error;

    public JournalKeeper(string flag, IRolloutStore store)
    {
        _store = store;
        _journal = RolloutJournal.Read(flag, []);
        _accepted = RolloutState.Draft(flag);
    }

    /// <summary>Occurs after the store accepted an entry of this process; must not throw.</summary>
    public event Action<RolloutJournalEntry>? Appended;

    public RolloutJournal Journal => Volatile.Read(ref _journal);

    /// <summary>Gets the state of everything that the store accepted.</summary>
    public RolloutState Accepted => Volatile.Read(ref _accepted);

    /// <summary>Gets whether the journal has been read at all: before that nobody knows where the rollout stands.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Gets why the store did not accept the last thing it was asked; <see langword="null"/> when it did.</summary>
    public string? Error => Volatile.Read(ref _error);

    /// <summary>Gets how many entries are in effect and not accepted.</summary>
    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Queues an entry that is in effect already.</summary>
    public void Enqueue(RolloutEntryDraft draft)
    {
        lock (_lock)
        {
            _pending.Enqueue(draft);
        }
    }

    /// <summary>Reads what was written since.</summary>
    /// <returns>Whether the store could be read.</returns>
    public Task<bool> ReadAsync(CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <summary>Appends what is queued, the oldest first.</summary>
    /// <returns>Whether nothing is queued any more.</returns>
    public Task<bool> FlushAsync(CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        while (Peek() is { } draft)
        {
            await AppendAsync(Rebase(draft), cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _pending.Dequeue();
            }
        }

        return true;
    });

    /// <summary>Appends an entry that takes effect only once it is accepted.</summary>
    /// <param name="draft">The entry.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether the store holds it now, and nothing else came before it.</returns>
    public Task<bool> AppendFirstAsync(RolloutEntryDraft draft, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (Pending > 0 || draft.From != Accepted.Position)
        {
            return false;
        }

        await AppendAsync(draft, cancellationToken).ConfigureAwait(false);
        return true;
    });

    public void Dispose() => _turn.Dispose();

    private RolloutEntryDraft? Peek()
    {
        lock (_lock)
        {
            return _pending.TryPeek(out RolloutEntryDraft? draft) ? draft : null;
        }
    }

    /// <summary>Lets an entry that was queued follow whatever the journal holds by now.</summary>
    private RolloutEntryDraft Rebase(RolloutEntryDraft draft)
    {
        RolloutPosition from = Accepted.Position;
        bool isBehind = draft.To.Stage >= 0 && from.Stretch > draft.To.Stretch;
        RolloutPosition to = draft.Kind is RolloutEntryKind.Refuse or RolloutEntryKind.Deliver or RolloutEntryKind.Drill or RolloutEntryKind.Report or RolloutEntryKind.Kill or RolloutEntryKind.Revive
            ? from
            : isBehind ? new RolloutPosition(draft.To.Status, draft.To.Stage, draft.To.HoldReason, draft.To.Guard, from.Stretch + 1)
            : draft.To;
        return draft.Between(from, to, Math.Max(1, Accepted.Attempt));
    }

    private async Task AppendAsync(RolloutEntryDraft draft, CancellationToken cancellationToken)
    {
        RolloutJournalEntry entry = RolloutJournalEntry.After(Journal.Head, draft);
        try
        {
            await _store.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
            Take(Journal.With(entry));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whether a failed append is in the journal after all, only the journal knows.
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
            if (Journal.Head?.Hash != entry.Hash)
            {
                throw;
            }
        }

        Appended?.Invoke(entry);
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        RolloutJournal known = Journal;
        IReadOnlyList<ReadOnlyMemory<byte>> lines = await _store.ReadAsync(known.Flag, known.Head?.Sequence ?? 0, cancellationToken).ConfigureAwait(false);
        Take(known.With(lines));
        IsRead = true;
    }

    private void Take(RolloutJournal journal)
    {
        RolloutState state = Accepted;
        for (int i = Journal.Entries.Count; i < journal.Entries.Count; i++)
        {
            state = state.After(journal.Entries[i]);
        }

        Volatile.Write(ref _accepted, state);
        Volatile.Write(ref _journal, journal);
    }

    private async Task<bool> InTurnAsync(Func<Task<bool>> operation)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            bool isDone = await operation().ConfigureAwait(false);
            Volatile.Write(ref _error, null);
            return isDone;
        }
        catch (Exception exception)
        {
            Volatile.Write(ref _error, $"The store failed: {exception.Message}");
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }
}
