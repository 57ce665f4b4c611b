using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Control;

/// <summary>What waits for a store to accept it, in order. Thread-safe.</summary>
/// <remarks>What lowered exposure is always kept. Of refusals and deliveries at most a thousand wait: a store that is gone for days must not fill the memory.</remarks>
internal sealed class PendingEntries
{
    private const int MostNotes = 1000;

    private readonly Lock _lock = new();
    private readonly LinkedList<RolloutEntryDraft> _drafts = new();
    private int _effects;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _drafts.Count;
            }
        }
    }

    /// <summary>Gets whether something that waits changed where the rollout stands.</summary>
    public bool HasEffects
    {
        get
        {
            lock (_lock)
            {
                return _effects > 0;
            }
        }
    }

    public RolloutEntryDraft? First
    {
        get
        {
            lock (_lock)
            {
                return _drafts.First?.Value;
            }
        }
    }

    public void Add(RolloutEntryDraft draft)
    {
        lock (_lock)
        {
            bool isDispensable = draft.Kind is RolloutEntryKind.Refuse or RolloutEntryKind.Deliver;
            if (!isDispensable || _drafts.Count - _effects < MostNotes)
            {
                _drafts.AddLast(draft);
                _effects += EntryRebase.IsNote(draft.Kind) ? 0 : 1;
            }
        }
    }

    /// <summary>Takes out an entry, if it waits.</summary>
    public void Remove(RolloutEntryDraft? draft)
    {
        lock (_lock)
        {
            if (draft is not null && ReferenceEquals(_drafts.First?.Value, draft))
            {
                _drafts.RemoveFirst();
                _effects -= EntryRebase.IsNote(draft.Kind) ? 0 : 1;
            }
        }
    }
}
