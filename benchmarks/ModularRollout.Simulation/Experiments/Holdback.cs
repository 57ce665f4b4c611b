using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Experiments;

/// <summary>After completion: how rare are false alarms, and how soon is a regression found that begins after a thousand labels?</summary>
internal static class Holdback
{
    public const string Property = "holdback of 1 %, alarm at 1,000 labels";

    private const double LabelsToFalseAlarm = 1000;
    private const double Share = .99;

    public static void Run(Runs runs, Findings findings)
    {
        // Their number is about exponential: its standard deviation is its mean.
        double[] equal = runs.Each("equal", static dice => (double)LabelsToAlarm(dice, Share, int.MaxValue));
        findings.AtLeast(Property, "candidate equal, mean until a false alarm", LabelsToFalseAlarm * (1 - (3 / Math.Sqrt(runs.Count))), equal.Average(), "N0", " labels");

        double worse = Statistics.LabelShare(Share, 5);
        double[] late = [.. runs.Each("late", dice => (double)LabelsToAlarm(dice, worse, 500)).Where(static labels => labels > 0)];
        findings.Told(Property, "candidate × 5 after 500 labels, mean until found", late.Average(), "N0", " labels");
    }

    private static int LabelsToAlarm(Dice dice, double later, int onset)
    {
        var statistic = new ShiryaevRobertsStatistic();
        int candidate = 0;
        for (int labels = 1; ; labels++)
        {
            candidate += dice.Chance(labels > onset ? later : Share) ? 1 : 0;
            statistic.Look([new LabelCell(Share, candidate, labels)]);
            if (statistic.IsAlarm(LabelsToFalseAlarm))
            {
                return onset == int.MaxValue ? labels : Math.Max(0, labels - onset);
            }
        }
    }
}
