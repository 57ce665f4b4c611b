using ModularRollout.Rollouts.Evidence;
using ModularRollout.Simulation.Traffic;

namespace ModularRollout.Simulation.Experiments;

/// <summary>The candidate is better at first and equal afterwards: having labelled fewer of its subjects, it then collects more labels than its share.</summary>
internal static class FirstBetter
{
    public const string Property = "false rollback, candidate first better, then equal";

    private const int Subjects = 20_000;
    private const int Visits = 100_000;
    private const double Rate = .2;

    public static void Run(Runs runs, Findings findings)
    {
        foreach (double hazard in (ReadOnlySpan<double>)[.5, .25])
        {
            string name = $"hazard × {Findings.Text(hazard, "0.##")} in the first half";
            (double Guarded, double Bare)[] highest = runs.Each(name, dice => HighestLogs(dice, hazard));
            findings.AtMost(Property, name + ", α 0.05", .05, Levelled.Reached([.. highest.Select(static log => log.Guarded)], .05));
            findings.Told(Property, "… were an excess of labels not asked for", Levelled.Reached([.. highest.Select(static log => log.Bare)], .05));
        }
    }

    private static (double Guarded, double Bare) HighestLogs(Dice dice, double hazard)
    {
        double[] buckets = Population.Buckets(dice, Subjects);
        var labels = new LabelSet(Stage.Fixed(.5), buckets);
        var guard = GuardStatistic.Comparison(1);
        (double guarded, double bare) = (double.NegativeInfinity, double.NegativeInfinity);
        for (int at = dice.Until(Rate); at < Visits; at += dice.Until(Rate))
        {
            int subject = dice.Below(Subjects);
            bool isSpared = at < Visits / 2 && buckets[subject] < .5 && !dice.Chance(hazard);
            if (isSpared || !labels.Add(subject, 0))
            {
                continue;
            }

            GuardLook look = guard.Look(labels.Cells, 1);
            bare = Math.Max(bare, look.Log);
            guarded = look.MayBreach ? Math.Max(guarded, look.Log) : guarded;
        }

        return (guarded, bare);
    }
}
