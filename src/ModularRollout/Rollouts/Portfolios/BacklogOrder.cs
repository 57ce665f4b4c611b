namespace ModularRollout.Rollouts.Portfolios;

/// <summary>The order in which rollouts can complete: after those that they come after.</summary>
internal static class BacklogOrder
{
    /// <summary>Puts rollouts in order. Names in <c>after</c> that are not among them do not matter, nor do those that have completed and go on.</summary>
    /// <remarks>A circle, which definitions cannot have but locked plans might by the time, is cut where the order of urgency cuts it.</remarks>
    public static List<RolloutProgress> Of(IReadOnlyList<RolloutProgress> rollouts)
    {
        var left = new List<RolloutProgress>(rollouts);
        left.Sort(ByUrgency);
        var missing = new Dictionary<string, int>(StringComparer.Ordinal);
        var followers = new Dictionary<string, List<RolloutProgress>>(StringComparer.Ordinal);
        foreach (RolloutProgress rollout in left)
        {
            missing[rollout.Flag] = 0;
            if (!rollout.HasCompleted)
            {
                followers[rollout.Flag] = [];
            }
        }

        foreach (RolloutProgress rollout in left)
        {
            foreach (string flag in new HashSet<string>(rollout.PlanToDo.After, StringComparer.Ordinal))
            {
                if (followers.TryGetValue(flag, out List<RolloutProgress>? those))
                {
                    those.Add(rollout);
                    missing[rollout.Flag]++;
                }
            }
        }

        return Take(left, missing, followers);
    }

    public static bool IsExposed(RolloutProgress rollout) => rollout.Status is RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval;

    private static List<RolloutProgress> Take(List<RolloutProgress> left, Dictionary<string, int> missing, Dictionary<string, List<RolloutProgress>> followers)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var ready = new PriorityQueue<RolloutProgress, int>();
        for (int i = 0; i < left.Count; i++)
        {
            places[left[i].Flag] = i;
            if (missing[left[i].Flag] == 0)
            {
                ready.Enqueue(left[i], i);
            }
        }

        var ordered = new List<RolloutProgress>(left.Count);
        int next = 0;
        while (ordered.Count < left.Count)
        {
            if (!ready.TryDequeue(out RolloutProgress? rollout, out _))
            {
                rollout = left[next++];
            }

            if (places.Remove(rollout.Flag))
            {
                ordered.Add(rollout);
                Release(rollout, missing, followers, places, ready);
            }
        }

        return ordered;
    }

    private static void Release(
        RolloutProgress done, Dictionary<string, int> missing, Dictionary<string, List<RolloutProgress>> followers, Dictionary<string, int> places, PriorityQueue<RolloutProgress, int> ready)
    {
        foreach (RolloutProgress follower in followers.GetValueOrDefault(done.Flag, []))
        {
            if (--missing[follower.Flag] == 0 && places.TryGetValue(follower.Flag, out int place))
            {
                ready.Enqueue(follower, place);
            }
        }
    }

    private static int ByUrgency(RolloutProgress a, RolloutProgress b)
    {
        int order = RankOf(a.Status).CompareTo(RankOf(b.Status));
        return order != 0 ? order : string.CompareOrdinal(a.Flag, b.Flag);
    }

    private static int RankOf(RolloutStatus status) => status switch
    {
        RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval => 0,
        RolloutStatus.Scheduled => 1,
        RolloutStatus.Draft or RolloutStatus.Completed => 2,
        _ => 3,
    };
}
