using ModularRollout.Rollouts.Evidence;
using ModularRollout.Simulation.Traffic;

namespace ModularRollout.Simulation.Experiments;

/// <summary>Nothing is worse, but subjects come again in every stage of the ramp, and one that fails does so several times in a row.</summary>
internal static class Bursts
{
    public const string Property = "false rollback, bursts and returning subjects";

    private const int Subjects = 20_000;
    private const double Rate = .004;

    public static void Run(Runs runs, Findings findings)
    {
        foreach (int burst in (ReadOnlySpan<int>)[1, 5, 20])
        {
            string name = burst == 1 ? "1 failure a subject" : $"{burst} failures a subject";
            findings.Levels(Property, name, runs.Each(name, dice => HighestLog(dice, burst, oncePerSubject: true)));
        }

        double[] naive = runs.Each("naive", static dice => HighestLog(dice, 5, oncePerSubject: false));
        findings.Told(Property, "… were all of 5 failures counted, α 0.05", Levelled.Reached(naive, .05));
    }

    private static double HighestLog(Dice dice, int burst, bool oncePerSubject)
    {
        Stage[] ramp = Stage.Ramp;
        double[] buckets = Population.Buckets(dice, Subjects);
        var labels = new LabelSet(ramp, buckets);
        LabelCell[] counted = [.. ramp.Select(static stage => new LabelCell(stage.Share, 0, 0))];
        var guard = GuardStatistic.Comparison(1);
        double highest = double.NegativeInfinity;
        int each = ramp[0].Outcomes, outcomes = each * ramp.Length;
        for (int at = dice.Until(Rate * Population.Frail); at < outcomes && highest < Levelled.HighestLog; at += dice.Until(Rate * Population.Frail))
        {
            int subject = dice.Below(Subjects), stage = at / each;
            if (!dice.Chance(Population.Frailty(subject) / Population.Frail))
            {
                continue;
            }

            for (int failure = 0; failure < burst; failure++, at++)
            {
                labels.Add(subject, stage);
                counted[stage] = counted[stage].With(buckets[subject] < ramp[stage].Share);
                GuardLook look = guard.Look(oncePerSubject ? labels.Cells : counted, stage + 1);
                highest = look.MayBreach ? Math.Max(highest, look.Log) : highest;
            }
        }

        return highest;
    }
}
