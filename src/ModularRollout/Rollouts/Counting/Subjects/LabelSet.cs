namespace ModularRollout.Rollouts.Counting.Subjects;

/// <summary>Remembers which subjects had an event in which stretches, so that each is labelled once a stretch, and counts their labels.</summary>
/// <remarks>
/// <para>Two sets merge by union: per subject, the union of its stretches. Labels are derived from the union, whoever saw which part of it, so that order, repetition and partition change nothing.</para>
/// <para>When there is no room, the accepted range halves for all subjects, blind to the arm. Those that leave are not counted again, as they are not accepted again; what they have been counted
/// for stays. For that to be independent of the order of a merge, all sets of one merge are united before the range halves (<see cref="Unite"/>, then <see cref="MakeRoom"/>).</para>
/// <para>Counters of subjects that left other instances' sets are not taken over: the same subject may have left several sets, and a sum would count its one arm several times, as a burst of
/// events does. Subjects that leave a follower's set before the controller has read them are lost, blindly, which costs evidence, not validity; those it has read are in its own set.</para>
/// </remarks>
internal sealed class LabelSet
{
    public const int Capacity = 65_536;

    private SubjectMap _subjects = new();

    public LabelSet(StretchTable stretches) => Cells = new CellTable(stretches);

    /// <summary>Gets the labels by cell, also of subjects that are no longer in the set.</summary>
    public CellTable Cells { get; private set; }

    public SubjectRange Range { get; private set; }

    public int Count => _subjects.Count;

    public KeyValuePair<ulong, ulong>[] Subjects => _subjects.ToSorted();

    public IEnumerable<KeyValuePair<ulong, ulong>> Unsorted => _subjects.All;

    public LabelSet Copy()
    {
        var copy = (LabelSet)MemberwiseClone();
        copy.Cells = Cells.Copy();
        copy._subjects = _subjects.Copy();
        return copy;
    }

    /// <summary>Gets whether an event of a subject in a stretch could be news.</summary>
    public bool Wants(ulong subject, int stretch) => Range.Accepts(subject) && (_subjects.Of(subject) & (1ul << stretch)) == 0;

    public void Label(ulong subject, int stretch)
    {
        Unite(subject, 1ul << stretch);
        MakeRoom();
    }

    /// <summary>Adds stretches of a subject, however many subjects there are.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Unite(ulong subject, ulong stretches)
    {
        if (!Range.Accepts(subject))
        {
            return false;
        }

        ulong before = _subjects.Of(subject);
        ulong after = before | stretches;
        if (after == before)
        {
            return false;
        }

        _subjects.Set(subject, after);
        Cells.Count(subject, before, -1);
        Cells.Count(subject, after, 1);
        return true;
    }

    /// <summary>Halves the range until the subjects fit.</summary>
    public void MakeRoom()
    {
        while (_subjects.Count > Capacity)
        {
            Narrow();
        }
    }

    /// <summary>Halves the range once.</summary>
    public void Narrow()
    {
        Range = Range.Half();
        _subjects.Keep(Range);
    }

    /// <summary>Forgets who was labelled: everybody may be labelled again, and counts again.</summary>
    public void Forget()
    {
        _subjects = new SubjectMap();
        Range = default;
    }

    /// <summary>Takes what was saved: subjects whose labels are in the cells already.</summary>
    public void Restore(SubjectRange range, IEnumerable<KeyValuePair<ulong, ulong>> subjects)
    {
        Range = range;
        foreach ((ulong subject, ulong stretches) in subjects)
        {
            _subjects.Set(subject, stretches);
        }
    }
}
