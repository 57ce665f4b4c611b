namespace ModularRollout.Rollouts.Counting.Slots;

/// <summary>The outcomes of one slot until it is judged: how many, and of which subjects where that will be needed.</summary>
internal sealed class PendingSlot
{
    private readonly List<(int Stretch, StretchTally Tally)> _tallies = new(1);

    public PendingSlot(long index) => Index = index;

    public long Index { get; }

    public List<PendingSubject> Subjects { get; } = [];

    public IReadOnlyList<(int Stretch, StretchTally Tally)> Tallies => _tallies;

    public StretchTally TallyOf(int stretch, int events)
    {
        foreach ((int known, StretchTally tally) in _tallies)
        {
            if (known == stretch)
            {
                return tally;
            }
        }

        var added = new StretchTally(events);
        _tallies.Add((stretch, added));
        return added;
    }
}
