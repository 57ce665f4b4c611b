namespace ModularRollout.Rollouts.Counting.Subjects;

/// <summary>Remembers which subjects one instance has counted in one stage, for budgets that count each subject's first outcome.</summary>
/// <remarks>
/// When there is no room, the accepted range halves; what was counted stays counted, and whoever leaves is not accepted again. Each instance counts its own: a subject that several instances
/// serve counts at each of them.
/// </remarks>
internal sealed class BudgetSet
{
    public const int Capacity = 65_536;

    /// <summary>The mark of a subject whose first outcome was counted; the other bits are the custom events that were.</summary>
    private const ulong Seen = 1ul << 63;

    private SubjectMap _subjects = new();

    public SubjectRange Range { get; private set; }

    public KeyValuePair<ulong, ulong>[] Subjects => _subjects.ToSorted();

    public IEnumerable<KeyValuePair<ulong, ulong>> Unsorted => _subjects.All;

    public BudgetSet Copy()
    {
        var copy = (BudgetSet)MemberwiseClone();
        copy._subjects = _subjects.Copy();
        return copy;
    }

    /// <summary>Gets whether an outcome, or custom events, of a subject could be news.</summary>
    public bool Wants(ulong subject, bool isOutcome, ulong events) =>
        Range.Accepts(subject) && _subjects.Of(subject) is var known && (isOutcome ? (known & Seen) == 0 : (events & ~known) != 0);

    /// <summary>Counts a subject's first outcome, or custom events it did not have yet.</summary>
    /// <returns>The events to be counted.</returns>
    public ulong Take(ulong subject, bool isOutcome, ulong events)
    {
        ulong known = _subjects.Of(subject);
        _subjects.Set(subject, known | (isOutcome ? Seen : events));
        MakeRoom();
        return isOutcome ? events : events & ~known;
    }

    /// <summary>Adds who another set has counted: they count no more here.</summary>
    public void Unite(BudgetSet other)
    {
        Range = new SubjectRange(Math.Max(Range.Halvings, other.Range.Halvings));
        _subjects.Keep(Range);
        foreach ((ulong subject, ulong counted) in other.Unsorted)
        {
            if (Range.Accepts(subject))
            {
                _subjects.Set(subject, _subjects.Of(subject) | counted);
            }
        }

        MakeRoom();
    }

    public void Narrow()
    {
        Range = Range.Half();
        _subjects.Keep(Range);
    }

    /// <summary>Takes what was saved.</summary>
    public void Restore(SubjectRange range, IEnumerable<KeyValuePair<ulong, ulong>> subjects)
    {
        Range = range;
        foreach ((ulong subject, ulong counted) in subjects)
        {
            _subjects.Set(subject, counted);
        }
    }

    private void MakeRoom()
    {
        while (_subjects.Count > Capacity)
        {
            Narrow();
        }
    }
}
