using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Traffic;

/// <summary>Guards of one action over what several processes report, merged in whatever order it comes.</summary>
internal sealed class MergedGuards
{
    private const int LatencyKinds = 3;

    private readonly LabelSet[] _labels;
    private readonly long[] _outcomes = new long[Instances.Count];
    private readonly long[][] _budgetEvents = [.. Enumerable.Range(0, Instances.Count).Select(static _ => new long[Instances.BudgetRates.Length])];
    private readonly GuardStatistic[] _comparisons;
    private readonly GuardStatistic[] _budgets;

    /// <param name="comparisons">How many guards compare events: 1 for errors, up to 3 more for custom events. Latency is always one guard more.</param>
    /// <param name="budgets">How many guards are budgets; up to 3.</param>
    public MergedGuards(Stage[] stages, double[] buckets, int comparisons, int budgets)
    {
        _labels = [.. Enumerable.Range(0, LatencyKinds + comparisons).Select(_ => new LabelSet(stages, buckets))];
        _comparisons = Array.ConvertAll(_labels, static _ => GuardStatistic.Comparison(1));
        _budgets = [.. Instances.BudgetRates.Take(budgets).Select(static rate => GuardStatistic.Budget(rate))];
    }

    /// <summary>Takes a report: labels by union, counts by maximum.</summary>
    public void Merge(InstanceReport report)
    {
        foreach (SeenEvent seen in report.Events)
        {
            if (seen.Kind < _labels.Length)
            {
                _labels[seen.Kind].Add(seen.Subject, seen.Stretch);
            }
        }

        _outcomes[report.Instance] = Math.Max(_outcomes[report.Instance], report.Outcomes);
        long[] events = _budgetEvents[report.Instance];
        for (int budget = 0; budget < events.Length; budget++)
        {
            events[budget] = Math.Max(events[budget], report.BudgetEvents[budget]);
        }
    }

    /// <summary>Goes on from what the statistics saved, as after a deployment.</summary>
    public void Restart()
    {
        for (int i = 0; i < _comparisons.Length; i++)
        {
            _comparisons[i] = GuardStatistic.Comparison(1, _comparisons[i].Save());
        }

        for (int i = 0; i < _budgets.Length; i++)
        {
            _budgets[i] = GuardStatistic.Budget(Instances.BudgetRates[i], _budgets[i].Save());
        }
    }

    public ActionLook Look(int stretch, double alpha)
    {
        GuardLook[] compared = new GuardLook[_comparisons.Length];
        for (int i = 0; i < compared.Length; i++)
        {
            compared[i] = _comparisons[i].Look(_labels[i].Cells, stretch);
        }

        List<GuardLook> looks = [GuardLook.Average(compared.AsSpan(0, LatencyKinds)), .. compared[LatencyKinds..]];
        for (int i = 0; i < _budgets.Length; i++)
        {
            looks.Add(_budgets[i].Look(_budgetEvents.Sum(events => events[i]), _outcomes.Sum(), stretch));
        }

        return ActionStatistic.Of(looks.ToArray(), alpha);
    }
}
