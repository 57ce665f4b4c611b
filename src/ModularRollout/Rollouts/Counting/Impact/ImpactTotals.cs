using ModularRollout.Rollouts.Reports;
using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Counting.Impact;

/// <summary>Makes the picture of a stage's impact by attribute: of each the values with the most outcomes, then the others, then those without.</summary>
internal static class ImpactTotals
{
    public static IReadOnlyList<AttributeImpact> Of(ImpactTally tally, int stage, IReadOnlyList<string> attributes)
    {
        var impacts = new AttributeImpact[attributes.Count];
        for (int i = 0; i < impacts.Length; i++)
        {
            impacts[i] = new AttributeImpact(attributes[i], ValuesOf(tally, stage, attributes[i]));
        }

        return impacts;
    }

    private static List<ValueImpact> ValuesOf(ImpactTally tally, int stage, string attribute)
    {
        var counts = new SortedDictionary<string, ImpactCount[]>(StringComparer.Ordinal);
        foreach ((ImpactKey key, ImpactCount count) in tally.Counts)
        {
            if (key.Stage == stage && key.Attribute == attribute)
            {
                Add(counts, key.Value, key.Arm, count);
            }
        }

        Cut(counts);
        var values = new List<ValueImpact>(counts.Count);
        foreach ((string value, ImpactCount[] arms) in counts)
        {
            values.Add(new ValueImpact(value, OfArm(arms, DecisionArm.Candidate), OfArm(arms, DecisionArm.Baseline), OfArm(arms, DecisionArm.None)));
        }

        values.Sort(static (a, b) => Rank(a).CompareTo(Rank(b)) is not 0 and var order ? order : string.CompareOrdinal(a.Value, b.Value));
        return values;
    }

    private static void Add(SortedDictionary<string, ImpactCount[]> counts, string value, DecisionArm arm, in ImpactCount count)
    {
        if (!counts.TryGetValue(value, out ImpactCount[]? arms))
        {
            counts.Add(value, arms = new ImpactCount[3]);
        }

        arms[(int)arm] = arms[(int)arm].Plus(count);
    }

    /// <summary>Each instance tells its own first values apart: of all of them together as many are kept.</summary>
    private static void Cut(SortedDictionary<string, ImpactCount[]> counts)
    {
        var named = new List<(string Value, long Outcomes)>();
        foreach ((string value, ImpactCount[] arms) in counts)
        {
            if (value is not (SubjectValues.None or SubjectValues.Other))
            {
                named.Add((value, arms[0].Outcomes + arms[1].Outcomes + arms[2].Outcomes));
            }
        }

        named.Sort(static (a, b) => b.Outcomes.CompareTo(a.Outcomes) is not 0 and var order ? order : string.CompareOrdinal(a.Value, b.Value));
        for (int i = SubjectValues.MostValues; i < named.Count; i++)
        {
            counts.Remove(named[i].Value, out ImpactCount[]? arms);
            for (DecisionArm arm = DecisionArm.None; arm <= DecisionArm.Candidate; arm++)
            {
                Add(counts, SubjectValues.Other, arm, arms![(int)arm]);
            }
        }
    }

    private static (int Place, long Outcomes) Rank(ValueImpact impact) => impact.Value switch
    {
        SubjectValues.None => (2, 0),
        SubjectValues.Other => (1, 0),
        _ => (0, -(impact.Candidate.Outcomes + impact.Baseline.Outcomes + impact.Ring.Outcomes)),
    };

    private static ArmImpact OfArm(ImpactCount[] arms, DecisionArm arm) => new(arms[(int)arm].Outcomes, arms[(int)arm].Failures, new TimeSpan(arms[(int)arm].Ticks));
}
