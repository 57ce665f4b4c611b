using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Experiments;

/// <summary>The candidate is equal up to look k and worse from there: how many labels does it take, beside Wald's bound with the price of having started at k?</summary>
internal static class LateOnset
{
    public const string Property = "mean delay of the guard, late onset";

    private const double LogLimit = 4.605170185988092; // ln 100

    public static void Run(Runs runs, Findings findings)
    {
        foreach (double share in (ReadOnlySpan<double>)[.05, .5])
        {
            foreach (double ratio in (ReadOnlySpan<double>)[2, 5])
            {
                foreach (int look in (ReadOnlySpan<int>)[10, 100, 1000])
                {
                    Add(runs, findings, share, ratio, look);
                }
            }
        }
    }

    private static void Add(Runs runs, Findings findings, double share, double ratio, int look)
    {
        string name = $"share {Findings.Text(share, "0.00")}, ratio {Findings.Text(ratio, "0")}, look {Findings.Text(look, "N0")}";
        double worse = Statistics.LabelShare(share, ratio);

        // The guard puts one half on B, and B one half on the first stretch: ln 2 each.
        double price = LogLimit + Math.Log(look * (look + 1.0)) + (2 * Math.Log(2));
        double bound = price / Statistics.Divergence(worse, share);

        double[] delays = [.. runs.Each(name, dice => Labels(dice, share, worse, look)).Where(static delay => delay > 0)];
        double mean = findings.MeanAtMost(Property, name, 1.2 * bound, delays, "N0", " labels");
        findings.Point(Property, $"share {Findings.Text(share, "0.##")}, ratio {Findings.Text(ratio, "0")}", Math.Log10(look), mean / bound);
    }

    /// <summary>Counts the labels from the onset to the breach; 0 for a false alarm before.</summary>
    private static double Labels(Dice dice, double share, double worse, int onset)
    {
        var guard = GuardStatistic.Comparison(1);
        int candidate = 0;
        for (int labels = 1; ; labels++)
        {
            candidate += dice.Chance(labels < onset ? share : worse) ? 1 : 0;
            GuardLook look = guard.Look([new LabelCell(share, candidate, labels)], 1);
            if (look.MayBreach && look.Log >= LogLimit)
            {
                return Math.Max(0, labels - onset + 1);
            }
        }
    }
}
