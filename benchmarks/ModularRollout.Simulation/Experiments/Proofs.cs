using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Experiments;

/// <summary>How often is a candidate proven that is exactly as bad as must be excluded, and how soon is an equal one?</summary>
internal static class Proofs
{
    public const string Property = "proven no worse than × 1.25";

    private const double Alpha = .05;
    private const double Ratio = 1.25;
    private const int NullLabels = 10_000;

    public static void Run(Runs runs, Findings findings)
    {
        double[] bad = runs.Each("bad", static dice => LabelsToProof(dice, .5, Statistics.LabelShare(.5, Ratio), NullLabels));
        findings.AtMost(Property, "candidate × 1.25, proven, α 0.05", Levelled.Limit(Alpha, bad.Length), bad.Count(double.IsFinite) / (double)bad.Length);

        foreach (double share in (ReadOnlySpan<double>)[.05, .5])
        {
            string name = $"equal arms, share {Findings.Text(share, "0.##")}";
            double median = Statistics.Median(runs.Each(name, dice => LabelsToProof(dice, share, share, int.MaxValue)));
            long planned = ProofPlan.MedianLabels(share, Ratio, Alpha)!.Value;
            findings.Told(Property, name + ", median until proven", median, "N0", " labels");
            findings.AtMost(Property, $"… beside the planned {Findings.Text(planned, "N0")}", .25, Math.Abs((median / planned) - 1), "0.00", " off");
        }
    }

    private static double LabelsToProof(Dice dice, double share, double probability, int most)
    {
        int candidate = 0;
        for (int labels = 1; labels <= most; labels++)
        {
            candidate += dice.Chance(probability) ? 1 : 0;
            if (ComparisonStatistic.LogEProven([new LabelCell(share, candidate, labels)], Ratio) >= -Math.Log(Alpha))
            {
                return labels;
            }
        }

        return double.PositiveInfinity;
    }
}
