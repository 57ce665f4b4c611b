using ModularRollout.Rollouts.Counting.Impact;

namespace ModularRollout.Rollouts.Counting.Slots;

/// <summary>The outcomes of one slot until it is judged: how many, and of which subjects where that will be needed.</summary>
internal sealed class PendingSlot
{
    private readonly List<(int Stretch, StretchTally Tally)> _tallies = new(1);

    public PendingSlot(long index) => Index = index;

    public long Index { get; }

    public List<PendingSubject> Subjects { get; } = [];

    public IReadOnlyList<(int Stretch, StretchTally Tally)> Tallies => _tallies;

    /// <summary>Gets the outcomes by stage, combination of values and arm, where they are told apart.</summary>
    public Dictionary<(int Stage, ushort Combination, DecisionArm Arm), ImpactCount> Impact { get; } = [];

    public void Note(int stage, ushort combination, DecisionArm arm, in ImpactCount count)
    {
        ref ImpactCount sum = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(Impact, (stage, combination, arm), out _);
        sum = sum.Plus(count);
    }

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
