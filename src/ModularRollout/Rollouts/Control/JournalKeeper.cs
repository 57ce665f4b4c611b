using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Keeps one flag's journal in step with its store: reads what others wrote, appends in order, and queues what is in effect before the store accepts it.</summary>
/// <remarks>Operations on the store never overlap, and whoever no longer waits for one that has not begun takes it back. Queueing is possible at any time, from any thread, and waits for nothing.</remarks>
internal sealed class JournalKeeper : IDisposable
{
    private readonly IRolloutStore _store;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly PendingEntries _pending = new();
    private RolloutJournal _journal;
    private RolloutState _accepted;
    private RolloutJournalEntry? _unanswered;
    private RolloutEntryDraft? _unansweredDraft;
    private string? _error;
    private long _busySince;

    /// <param name="flag">The flag.</param>
    /// <param name="store">The store.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="patience">How long the store may be silent before that is an error.</param>
    public JournalKeeper(string flag, IRolloutStore store, TimeProvider clock, TimeSpan patience)
    {
        _store = store;
        _clock = clock;
        _patience = patience;
        _journal = RolloutJournal.Read(flag, []);
        _accepted = RolloutState.Draft(flag);
    }

    /// <summary>Occurs once it is known that the store accepted an entry of this process; must not throw.</summary>
    public event Action<RolloutJournalEntry>? Appended;

    public RolloutJournal Journal => Volatile.Read(ref _journal);

    /// <summary>Gets the state of everything that the store accepted.</summary>
    public RolloutState Accepted => Volatile.Read(ref _accepted);

    /// <summary>Gets whether the journal has been read at all: before that nobody knows where the rollout stands.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Gets why the store did not accept the last thing it was asked, or that it is silent; <see langword="null"/> when all is well.</summary>
    public string? Error => SilentFor() is { } silence ? $"The store has not answered for {Sentences.Of(silence)}." : Volatile.Read(ref _error);

    /// <summary>Gets how many entries are not accepted.</summary>
    public int Pending => _pending.Count;

    /// <summary>Gets whether something is in effect that is not accepted.</summary>
    public bool IsAhead => _pending.HasEffects;

    /// <summary>Queues an entry that is in effect already, or that has none.</summary>
    public void Enqueue(RolloutEntryDraft draft) => _pending.Add(draft);

    /// <summary>Reads what was written since.</summary>
    /// <param name="fromBeginning">Whether to read everything again: what was read may have been replaced.</param>
    /// <param name="cancellationToken">Ends the waiting for the store to be free.</param>
    /// <returns>Whether the store could be read.</returns>
    public Task<bool> ReadAsync(bool fromBeginning, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await CatchUpAsync(fromBeginning).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Appends what is queued, the oldest first.</summary>
    /// <param name="cancellationToken">Ends the waiting for the store to be free.</param>
    /// <returns>Whether nothing is queued any more.</returns>
    public Task<bool> FlushAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await AppendPendingAsync().ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Appends an entry that takes effect only once it is accepted, after everything that is queued.</summary>
    /// <param name="draft">The entry.</param>
    /// <param name="cancellationToken">Ends the waiting for the store to be free.</param>
    /// <returns>Whether the store holds it now, and nothing else came before it.</returns>
    public Task<bool> AppendFirstAsync(RolloutEntryDraft draft, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await AppendPendingAsync().ConfigureAwait(false);
            if (draft.From != Accepted.Position || draft.Attempt < Accepted.Attempt)
            {
                return false;
            }

            return await AppendAsync(draft, null).ConfigureAwait(false);
        },
        cancellationToken);

    public void Dispose() => _stop.Cancel();

    private TimeSpan? SilentFor() =>
        Volatile.Read(ref _busySince) is var since and not 0 && _clock.GetElapsedTime(since) is var silence && silence >= _patience ? silence : null;

    private async Task AppendPendingAsync()
    {
        if (_unanswered is not null)
        {
            await CatchUpAsync().ConfigureAwait(false);
        }

        while (_pending.First is { } draft)
        {
            _ = await AppendAsync(EntryRebase.Onto(Accepted, draft), draft).ConfigureAwait(false);
        }
    }

    /// <summary>Appends an entry.</summary>
    /// <returns>Whether the journal holds it; <see langword="false"/> where somebody else's came first.</returns>
    private async Task<bool> AppendAsync(RolloutEntryDraft draft, RolloutEntryDraft? queued)
    {
        if (Journal.Damage is { } damage)
        {
            throw new InvalidDataException(damage.Sentence);
        }

        RolloutJournalEntry entry = RolloutJournalEntry.After(Journal.Head, draft);
        (_unanswered, _unansweredDraft) = (entry, queued);
        try
        {
            await _store.AppendAsync(entry, _stop.Token).ConfigureAwait(false);
            Take(Journal.With(entry));
            return true;
        }
        catch (Exception exception)
        {
            // Whether a failed append is in the journal after all, only the journal knows.
            await CatchUpAsync().ConfigureAwait(false);
            bool isAppended = Journal.Covers(entry.Sequence, entry.Hash);
            bool isLate = exception is RolloutConflictException && Journal.Damage is null && Journal.HeadHash != entry.PreviousHash;
            if (!isAppended && !isLate)
            {
                throw;
            }

            return isAppended;
        }
    }

    private async Task CatchUpAsync(bool fromBeginning = false)
    {
        RolloutJournal known = Journal;
        RolloutJournal read = known.Damage is null && !fromBeginning ? known.With(await ReadAsync(known.Head?.Sequence ?? 0).ConfigureAwait(false)) : known;
        if (read.Damage is not null || fromBeginning)
        {
            // The last entry may have been read before it was durable, and another stands in its place; or somebody repaired the journal.
            RolloutJournal whole = RolloutJournal.Read(known.Flag, await ReadAsync(0).ConfigureAwait(false));
            read = whole.Entries.Count < known.Entries.Count ? read : whole;
        }

        Take(read);
        IsRead = true;
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(long after) =>
        await _store.ReadAsync(Journal.Flag, after, _stop.Token).ConfigureAwait(false);

    private void Take(RolloutJournal journal)
    {
        bool follows = journal.Covers(Journal.Entries.Count, Journal.HeadHash);
        RolloutState state = follows ? Accepted : RolloutState.Draft(journal.Flag);
        for (int i = follows ? Journal.Entries.Count : 0; i < journal.Entries.Count; i++)
        {
            state = state.After(journal.Entries[i]);
        }

        Volatile.Write(ref _accepted, state);
        Volatile.Write(ref _journal, journal);
        if (_unanswered is { } entry && journal.Covers(entry.Sequence, entry.Hash))
        {
            _pending.Remove(_unansweredDraft);
            (_unanswered, _unansweredDraft) = (null, null);
            Appended?.Invoke(entry);
        }
    }

    private async Task<bool> InTurnAsync(Func<Task<bool>> operation, CancellationToken cancellationToken)
    {
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        try
        {
            Volatile.Write(ref _busySince, Math.Max(1, _clock.GetTimestamp()));
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
            Volatile.Write(ref _busySince, 0);
            _turn.Release();
        }
    }
}
