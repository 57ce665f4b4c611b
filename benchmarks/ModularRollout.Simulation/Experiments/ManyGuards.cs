using ModularRollout.Rollouts.Evidence;
using ModularRollout.Simulation.Traffic;

namespace ModularRollout.Simulation.Experiments;

/// <summary>Several guards of one rollback, evidence of sixteen processes merged in random order with repetitions before each look, and restarts in between.</summary>
internal static class ManyGuards
{
    public const string Property = "false rollback, several guards, 16 instances, restarts";

    private const int Subjects = 30_000;
    private const int OutcomesALook = 1000;

    public static void Run(Runs runs, Findings findings)
    {
        int differences = Add(runs, findings, "3 guards", comparisons: 1, budgets: 1) + Add(runs, findings, "8 guards", comparisons: 4, budgets: 3);
        findings.Exactly(Property, "verdicts that depend on order, repetition or restarts", 0, differences, "");
    }

    private static int Add(Runs runs, Findings findings, string name, int comparisons, int budgets)
    {
        (double Highest, int Differences)[] results = runs.Each(name, dice => Ramp(dice, comparisons, budgets));
        findings.Levels(Property, name, [.. results.Select(static result => result.Highest)]);
        return results.Sum(static result => result.Differences);
    }

    private static (double Highest, int Differences) Ramp(Dice dice, int comparisons, int budgets)
    {
        double[] buckets = Population.Buckets(dice, Subjects);
        var traffic = new Instances(dice, buckets);
        var straight = new MergedGuards(Stage.Ramp, buckets, comparisons, budgets);
        var shuffled = new MergedGuards(Stage.Ramp, buckets, comparisons, budgets);
        (double highest, int differences, InstanceReport[] old) = (double.NegativeInfinity, 0, []);
        for (int stage = 0; stage < Stage.Ramp.Length; stage++)
        {
            for (int outcome = 1; outcome <= Stage.Ramp[stage].Outcomes; outcome++)
            {
                traffic.Serve(stage, Stage.Ramp[stage].Share);
                if (outcome % OutcomesALook != 0)
                {
                    continue;
                }

                InstanceReport[] told = traffic.Tell();
                ActionLook action = Look(straight, told, stage);
                differences += action == Look(shuffled, Disturbed(dice, shuffled, told, old), stage) ? 0 : 1;
                highest = Math.Max(highest, action.Log);
                old = told;
            }
        }

        return (highest, differences);
    }

    private static ActionLook Look(MergedGuards guards, InstanceReport[] told, int stage)
    {
        foreach (InstanceReport report in told)
        {
            guards.Merge(report);
        }

        return guards.Look(stage + 1, .01);
    }

    /// <summary>Restarts now and then, and mixes what is told with some of what was told before and twice.</summary>
    private static InstanceReport[] Disturbed(Dice dice, MergedGuards guards, InstanceReport[] told, InstanceReport[] old)
    {
        if (dice.Chance(.1))
        {
            guards.Restart();
        }

        InstanceReport[] mixed = [.. told, .. old.Where(_ => dice.Chance(.2)), .. told.Where(_ => dice.Chance(.2))];
        dice.Shuffle(mixed.AsSpan());
        return mixed;
    }
}
