using ModularRollout.Rollouts.Counting.Saving;
using ModularRollout.Rollouts.Counting.Subjects;

namespace ModularRollout.Rollouts.Counting;

/// <summary>Merges what other instances saved into an instance's evidence.</summary>
/// <remarks>
/// Everything that is merged at once is united before anything is cut to size, so the result depends on the set of what is merged alone. Counters take the maximum per instance, subjects the
/// union; after completion, of the instances that are in the same epoch. What was merged before stays, and merging it again changes nothing.
/// </remarks>
internal static class EvidenceMerge
{
    /// <summary>Merges.</summary>
    /// <param name="state">The evidence.</param>
    /// <param name="others">What was saved.</param>
    /// <param name="absorbed">The hash of what was merged last, by instance: not read again.</param>
    public static void Absorb(EvidenceState state, ReadOnlySpan<SavedCounts> others, Dictionary<string, ulong> absorbed)
    {
        var news = new List<EvidenceState>();
        var hashes = new List<ulong>();
        foreach (SavedCounts saved in others)
        {
            if (!absorbed.ContainsValue(saved.Hash) && !hashes.Contains(saved.Hash))
            {
                news.Add(saved.Read(state.Events));
                hashes.Add(saved.Hash);
            }
        }

        state.Version += Absorb(state, news) ? 1 : 0;

        for (int i = 0; i < news.Count; i++)
        {
            absorbed[news[i].Instance] = hashes[i];
        }
    }

    /// <summary>Merges, and says whether there was news.</summary>
    public static bool Absorb(EvidenceState state, List<EvidenceState> others)
    {
        bool isNews = false;
        foreach (EvidenceState other in others)
        {
            AbsorbStretches(state, other);
        }

        foreach (EvidenceState other in others)
        {
            foreach ((string instance, InstanceCounts counts) in other.Instances)
            {
                isNews |= AbsorbInstance(state, instance, counts);
            }

            AbsorbSketches(state, other);
            isNews |= AbsorbLabels(state.Labels, other.Labels);
            isNews |= other.Epoch == state.Epoch && AbsorbLabels(state.EpochLabels, other.EpochLabels);
        }

        Array.ForEach(state.Labels, static labels => labels?.MakeRoom());
        Array.ForEach(state.EpochLabels, static labels => labels?.MakeRoom());

        return AbsorbSamples(state, others) || isNews;
    }

    private static void AbsorbStretches(EvidenceState state, EvidenceState other)
    {
        for (int stretch = 0; stretch <= other.Stretches.Last; stretch++)
        {
            if (other.Stretches[stretch] is { } opened)
            {
                state.Open(stretch, opened);
            }
        }

        for (int stage = 0; stage < EvidenceState.MostStages; stage++)
        {
            state.Thresholds[stage] ??= other.Thresholds[stage];
        }
    }

    private static bool AbsorbInstance(EvidenceState state, string instance, InstanceCounts counts)
    {
        if (!state.Instances.TryGetValue(instance, out InstanceCounts? known))
        {
            state.Instances.Add(instance, known = new InstanceCounts(state.Events.Count));
        }
        else if (known.IsShared)
        {
            state.Instances[instance] = known = known.Copy();
        }

        return known.RaiseTo(counts);
    }

    private static void AbsorbSketches(EvidenceState state, EvidenceState other)
    {
        for (int stage = state.FirstStageKept; stage < EvidenceState.MostStages; stage++)
        {
            foreach (DecisionArm arm in (ReadOnlySpan<DecisionArm>)[DecisionArm.None, DecisionArm.Baseline, DecisionArm.Candidate])
            {
                if (other.SketchAt(stage, arm) is { } sketch)
                {
                    state.SketchOf(stage, arm).Merge(sketch);
                }
            }
        }
    }

    private static bool AbsorbLabels(LabelSet?[] labels, LabelSet?[] others)
    {
        bool isNews = false;
        for (int bit = 0; bit < labels.Length; bit++)
        {
            foreach ((ulong subject, ulong stretches) in others[bit]?.Unsorted ?? [])
            {
                isNews |= labels[bit]!.Unite(subject, stretches);
            }
        }

        return isNews;
    }

    private static bool AbsorbSamples(EvidenceState state, List<EvidenceState> others)
    {
        bool isNews = false;
        for (int stretch = 0; stretch <= state.Stretches.Last; stretch++)
        {
            if (state.Samples[stretch] is { IsOpen: true } sample)
            {
                int at = stretch;
                isNews |= sample.Unite(others.ConvertAll(other => other.Samples[at]));
            }
        }

        return isNews;
    }
}
