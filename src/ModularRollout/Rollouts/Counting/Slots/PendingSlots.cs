namespace ModularRollout.Rollouts.Counting.Slots;

/// <summary>The slots that are not judged yet, in their order.</summary>
/// <remarks>
/// Some sixty slots of a few hundred bytes, however many outcomes; and 40 bytes for each outcome whose subject will be needed, of which there are at most <see cref="MostSubjects"/>: 5 MiB.
/// Most outcomes need none: they have no event, and their subject is known, or there are enough others.
/// </remarks>
internal sealed class PendingSlots
{
    public const int MostSubjects = 131_072;

    private readonly List<PendingSlot> _slots = [];

    public int Subjects { get; private set; }

    public bool IsFull => Subjects > MostSubjects;

    public IReadOnlyList<PendingSlot> Slots => _slots;

    public long AllOutcomes
    {
        get
        {
            long outcomes = 0;
            foreach (PendingSlot slot in _slots)
            {
                foreach ((_, StretchTally tally) in slot.Tallies)
                {
                    outcomes += tally.AllOutcomes;
                }
            }

            return outcomes;
        }
    }

    /// <summary>Gets the outcomes by stretch.</summary>
    public SortedDictionary<int, long> OutcomesByStretch()
    {
        var outcomes = new SortedDictionary<int, long>();
        foreach (PendingSlot slot in _slots)
        {
            foreach ((int stretch, StretchTally tally) in slot.Tallies)
            {
                outcomes[stretch] = outcomes.GetValueOrDefault(stretch) + tally.AllOutcomes;
            }
        }

        return outcomes;
    }

    public PendingSlot Of(long index)
    {
        int place = _slots.Count;
        while (place > 0 && _slots[place - 1].Index > index)
        {
            place--;
        }

        if (place > 0 && _slots[place - 1].Index == index)
        {
            return _slots[place - 1];
        }

        var slot = new PendingSlot(index);
        _slots.Insert(place, slot);
        return slot;
    }

    public void Add(PendingSlot slot, in PendingSubject subject)
    {
        slot.Subjects.Add(subject);
        Subjects++;
    }

    /// <summary>Takes out the oldest slot, if it is before a frontier.</summary>
    public PendingSlot? TakeBefore(long frontier)
    {
        if (_slots.Count == 0 || _slots[0].Index >= frontier)
        {
            return null;
        }

        PendingSlot slot = _slots[0];
        _slots.RemoveAt(0);
        Subjects -= slot.Subjects.Count;
        return slot;
    }

    /// <summary>Looks again at what each subject is needed for, and forgets those that are needed for nothing.</summary>
    public void Review(Func<PendingSubject, PendingSubject> needs)
    {
        Subjects = 0;
        foreach (PendingSlot slot in _slots)
        {
            List<PendingSubject> subjects = slot.Subjects;
            int kept = 0;
            for (int i = 0; i < subjects.Count; i++)
            {
                PendingSubject reviewed = needs(subjects[i]);
                if (reviewed.IsNeeded)
                {
                    subjects[kept++] = reviewed;
                }
            }

            subjects.RemoveRange(kept, subjects.Count - kept);
            Subjects += kept;
        }
    }
}
