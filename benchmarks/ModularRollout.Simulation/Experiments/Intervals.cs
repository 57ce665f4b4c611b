using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Experiments;

/// <summary>How often do the reported intervals ever miss the truth, over all looks?</summary>
internal static class Intervals
{
    public const string Property = "anytime intervals, ever missing the truth";

    private const double Alpha = .05;
    private const int Most = 10_000;

    public static void Run(Runs runs, Findings findings)
    {
        Add(runs, findings, "ratio 1, share .5", static dice => MissesRatio(dice, .5, 1));
        Add(runs, findings, "ratio 2, share .25", static dice => MissesRatio(dice, .25, 2));
        Add(runs, findings, "quantile .5", static dice => MissesQuantile(dice, .5));
        Add(runs, findings, "quantile .99", static dice => MissesQuantile(dice, .99));
    }

    private static void Add(Runs runs, Findings findings, string name, Func<Dice, bool> misses)
    {
        bool[] missed = runs.Each(name, misses);
        findings.AtMost(Property, name + ", α 0.05", Levelled.Limit(Alpha, missed.Length), missed.Count(static miss => miss) / (double)missed.Length);
    }

    private static bool MissesRatio(Dice dice, double share, double ratio)
    {
        double probability = Statistics.LabelShare(share, ratio);
        return EverMisses(dice, probability, (inside, labels) =>
        {
            AnytimeInterval interval = AnytimeInterval.OfRatio([new LabelCell(share, inside, labels)], Alpha);
            return ratio < interval.Lower || ratio > interval.Upper;
        });
    }

    /// <summary>The quantile is missed where too few or too many of the outcomes are below it.</summary>
    private static bool MissesQuantile(Dice dice, double quantile) => EverMisses(dice, quantile, (below, outcomes) =>
    {
        AnytimeInterval levels = AnytimeInterval.OfQuantile(outcomes, quantile, Alpha);
        return below < Math.Round(levels.Lower * outcomes) || below > Math.Round(levels.Upper * outcomes) - 1;
    });

    /// <summary>Looks after each of the first twenty, and then every twentieth part more.</summary>
    private static bool EverMisses(Dice dice, double probability, Func<int, int, bool> misses)
    {
        (int inside, int next) = (0, 1);
        for (int n = 1; n <= Most; n++)
        {
            inside += dice.Chance(probability) ? 1 : 0;
            if (n < next)
            {
                continue;
            }

            next = n + 1 + (n / 20);
            if (misses(inside, n))
            {
                return true;
            }
        }

        return false;
    }
}
