using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Experiments;

/// <summary>Are the arms' subjects divided as planned?</summary>
internal static class SampleRatio
{
    public const string Property = "sample ratio";

    public static void Run(Runs runs, Findings findings)
    {
        double[] even = runs.Each("even", static dice => SubjectsToTrip(dice, .5, SampleRatioStatistic.MaxSubjects));
        double[] uneven = runs.Each("52:48", static dice => SubjectsToTrip(dice, .52, int.MaxValue));

        findings.AtMost(Property, "even traffic, trips", Levelled.Bare(.001, runs.Count), even.Count(double.IsFinite) / (double)even.Length);
        findings.AtMost(Property, "52:48, median until found", 12_000, Statistics.Median(uneven), "N0", " subjects");
    }

    private static double SubjectsToTrip(Dice dice, double candidates, int most)
    {
        int candidate = 0;
        for (int subjects = 1; subjects <= most; subjects++)
        {
            candidate += dice.Chance(candidates) ? 1 : 0;
            if (SampleRatioStatistic.Trips(SampleRatioStatistic.LogBayesFactor(.5, candidate, subjects - candidate), 1))
            {
                return subjects;
            }
        }

        return double.PositiveInfinity;
    }
}
