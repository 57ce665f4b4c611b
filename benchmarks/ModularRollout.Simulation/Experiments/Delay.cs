using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Experiments;

/// <summary>The candidate is worse from the start: how many labels does it take, beside the least any test of this level can do with (Wald 1945)?</summary>
internal static class Delay
{
    public const string Property = "mean delay of E, worse from the start";

    private const double LogLimit = 4.605170185988092; // ln 100

    public static void Run(Runs runs, Findings findings)
    {
        foreach (double share in (ReadOnlySpan<double>)[.01, .05, .25, .5])
        {
            foreach (double ratio in (ReadOnlySpan<double>)[1.5, 2, 3, 5, 10])
            {
                Add(runs, findings, share, ratio);
            }
        }
    }

    private static void Add(Runs runs, Findings findings, double share, double ratio)
    {
        string name = $"share {Findings.Text(share, "0.00")}, ratio {Findings.Text(ratio, "0.#")}";
        double worse = Statistics.LabelShare(share, ratio);
        double bound = LogLimit / Statistics.Divergence(worse, share);

        (int Plain, int Guard)[] delays = runs.Each(name, dice => Labels(dice, share, worse));
        double plain = findings.MeanAtMost(Property, name, 1.5, [.. delays.Select(delay => delay.Plain / bound)], "0.00", " × Wald");
        double guard = delays.Average(static delay => delay.Guard) / bound;
        findings.Told(Property, $"… ½E + ½B, {Findings.Text(bound, "N0")} labels being Wald's", guard, "0.00", " × Wald");
        findings.Point(Property, $"share {Findings.Text(share, "0.##")}", ratio, plain);
        findings.Point(Property + ", guard", $"share {Findings.Text(share, "0.##")}", ratio, guard);
    }

    private static (int Plain, int Guard) Labels(Dice dice, double share, double worse)
    {
        var guard = GuardStatistic.Comparison(1);
        (int plain, int whole, int candidate) = (0, 0, 0);
        for (int labels = 1; plain == 0 || whole == 0; labels++)
        {
            candidate += dice.Chance(worse) ? 1 : 0;
            GuardLook look = guard.Look([new LabelCell(share, candidate, labels)], 1);
            plain = plain == 0 && look.LogE >= LogLimit ? labels : plain;
            whole = whole == 0 && look.MayBreach && look.Log >= LogLimit ? labels : whole;
        }

        return (plain, whole);
    }
}
