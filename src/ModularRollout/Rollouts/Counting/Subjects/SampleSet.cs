using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Rollouts.Counting.Subjects;

/// <summary>The first distinct subjects with an outcome of one stretch, by arm: whether they are divided as planned.</summary>
/// <remarks>
/// Nobody leaves: what was counted stays, and when it is full it is closed. Where several subjects compete for the last places, the second hash decides, blind to the arm. Sets of several
/// instances merge by union, one merge at a time.
/// </remarks>
internal sealed class SampleSet
{
    private readonly Stretch _stretch;
    private SubjectMap? _subjects = new();

    public SampleSet(Stretch stretch) => _stretch = stretch;

    public long Candidate { get; private set; }

    public long Baseline { get; private set; }

    public SubjectRange Range { get; private set; }

    /// <summary>Gets whether subjects can still be added.</summary>
    public bool IsOpen => _subjects is not null;

    public KeyValuePair<ulong, ulong>[] Subjects => _subjects?.ToSorted() ?? [];

    public IEnumerable<KeyValuePair<ulong, ulong>> Unsorted => _subjects?.All ?? [];

    private bool IsFull => Candidate + Baseline >= SampleRatioStatistic.MaxSubjects;

    public SampleSet Copy()
    {
        var copy = (SampleSet)MemberwiseClone();
        copy._subjects = _subjects?.Copy();
        return copy;
    }

    public bool Wants(ulong subject) => _subjects is { } subjects && !IsFull && Range.Accepts(subject) && subjects.Of(subject) == 0;

    public void Add(ulong subject)
    {
        if (Wants(subject))
        {
            _subjects!.Set(subject, 1);
            (Candidate, Baseline) = _stretch.IsCandidate(subject) ? (Candidate + 1, Baseline) : (Candidate, Baseline + 1);
        }
    }

    /// <summary>Adds the subjects of other instances' sets.</summary>
    /// <returns>Whether there were new ones.</returns>
    public bool Unite(IEnumerable<SampleSet?> others)
    {
        var news = new SubjectMap();
        foreach (SampleSet? other in others)
        {
            foreach ((ulong subject, _) in other?.Unsorted ?? [])
            {
                if (Wants(subject))
                {
                    news.Set(subject, 1);
                }
            }
        }

        KeyValuePair<ulong, ulong>[] sorted = news.ToSorted();
        Array.Sort(sorted, static (left, right) => SubjectMix.Of(left.Key).CompareTo(SubjectMix.Of(right.Key)));
        foreach ((ulong subject, _) in sorted)
        {
            Add(subject);
        }

        return sorted.Length > 0;
    }

    /// <summary>Accepts only half of the subjects from now on; those that are in stay.</summary>
    public void Narrow() => Range = Range.Half();

    /// <summary>Forgets who was counted: the counts are final.</summary>
    public void Close() => _subjects = null;

    /// <summary>Takes what was saved.</summary>
    public void Restore(SubjectRange range, long candidate, long baseline, IEnumerable<KeyValuePair<ulong, ulong>>? subjects)
    {
        (Range, Candidate, Baseline) = (range, candidate, baseline);
        _subjects = subjects is null ? null : new SubjectMap();
        foreach ((ulong subject, _) in subjects ?? [])
        {
            _subjects!.Set(subject, 1);
        }
    }
}
