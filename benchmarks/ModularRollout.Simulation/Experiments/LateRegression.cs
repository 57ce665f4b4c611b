using ModularRollout.Rollouts.Evidence;
using ModularRollout.Simulation.Traffic;

namespace ModularRollout.Simulation.Experiments;

/// <summary>After hours of errors that say nothing, a later stage is five times worse: is it always found, and how soon?</summary>
internal static class LateRegression
{
    public const string Property = "×5 regression that begins in a later stage";

    public static void Run(Runs runs, Findings findings)
    {
        Add(runs, findings, "at 5 %, rate .01", beginsIn: 1, rate: .01);
        Add(runs, findings, "at 25 %, rate .01", beginsIn: 2, rate: .01);
        Add(runs, findings, "at 50 %, rate .01", beginsIn: 3, rate: .01);
        Add(runs, findings, "at 25 %, rate .002", beginsIn: 2, rate: .002);
    }

    private static void Add(Runs runs, Findings findings, string name, int beginsIn, double rate)
    {
        double onset = beginsIn / (double)Stage.Ramp.Length;
        var failures = new Failures(Stage.Ramp, rate) { Ratio = moment => moment < onset ? 1 : 5 };

        double[] outcomes = [.. runs.Each(name, dice => OutcomesToBreach(failures.Run(dice), onset)).Where(static count => count >= 0)];

        // Runs with a false alarm before the onset are no runs of this kind; those without a breach count as infinite.
        findings.Exactly(Property, name + ", runs in which it is not found", 0, outcomes.Count(double.IsPositiveInfinity), "");
        findings.Told(Property, "… outcomes to the breach, median", Statistics.Median(outcomes), "N0");
    }

    private static double OutcomesToBreach(IEnumerable<Failure> failures, double onset)
    {
        var guard = GuardStatistic.Comparison(1);
        LabelCell[] cells = [.. Stage.Ramp.Select(static stage => new LabelCell(stage.Share, 0, 0))];
        int begins = (int)(onset * Stage.Ramp.Sum(static stage => stage.Outcomes));
        foreach (Failure failure in failures)
        {
            cells[failure.Stage] = cells[failure.Stage].With(failure.IsCandidate);
            GuardLook look = guard.Look(cells, failure.Stage + 1);
            if (look.MayBreach && look.Log >= Levelled.HighestLog)
            {
                return failure.Outcome - begins;
            }
        }

        return double.PositiveInfinity;
    }
}
