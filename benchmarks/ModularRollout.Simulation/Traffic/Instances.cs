namespace ModularRollout.Simulation.Traffic;

/// <summary>Sixteen processes that serve a ramp to subjects who come again, any of them by any process; nothing is worse.</summary>
internal sealed class Instances(Dice dice, double[] buckets)
{
    public const int Count = 16;

    /// <summary>How frequent each kind of event is: three thresholds of latency, errors, three custom events.</summary>
    private static readonly double[] s_kinds = [.5, .1, .01, .01, .003, .02, .001];

    private readonly List<SeenEvent>[] _new = [.. Enumerable.Range(0, Count).Select(static _ => new List<SeenEvent>())];
    private readonly long[] _outcomes = new long[Count];
    private readonly long[][] _budgetEvents = [.. Enumerable.Range(0, Count).Select(static _ => new long[BudgetRates.Length])];

    public static int Kinds => s_kinds.Length;

    /// <summary>How frequent the events of the budgets are: exactly as allowed.</summary>
    public static double[] BudgetRates { get; } = [.01, .002, .05];

    public void Serve(int stretch, double share)
    {
        (int instance, int subject) = (dice.Below(Count), dice.Below(buckets.Length));

        // One draw for the duration: whoever is slower than the highest threshold is slower than the others.
        double duration = dice.Next();
        for (int kind = 0; kind < s_kinds.Length; kind++)
        {
            if ((kind < 3 ? duration : dice.Next()) < s_kinds[kind])
            {
                _new[instance].Add(new SeenEvent(kind, subject, stretch));
            }
        }

        if (buckets[subject] < share)
        {
            Spend(instance);
        }
    }

    public InstanceReport[] Tell()
    {
        var reports = new InstanceReport[Count];
        for (int i = 0; i < Count; i++)
        {
            reports[i] = new InstanceReport(i, [.. _new[i]], _outcomes[i], [.. _budgetEvents[i]]);
            _new[i].Clear();
        }

        return reports;
    }

    private void Spend(int instance)
    {
        _outcomes[instance]++;
        for (int budget = 0; budget < BudgetRates.Length; budget++)
        {
            _budgetEvents[instance][budget] += dice.Chance(BudgetRates[budget]) ? 1 : 0;
        }
    }
}
