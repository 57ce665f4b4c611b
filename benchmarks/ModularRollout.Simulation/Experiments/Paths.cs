using ModularRollout.Rollouts.Evidence;
using ModularRollout.Simulation.Traffic;

namespace ModularRollout.Simulation.Experiments;

/// <summary>What a guard's evidence looks like over a ramp: a picture without a mark.</summary>
internal static class Paths
{
    public const string Property = "evidence over a ramp";

    private const double Rate = .01;
    private const int OutcomesAPoint = 500;

    public static void Run(Runs runs, Findings findings)
    {
        Add("equal", static _ => 1);
        Add("× 2 from the start", static _ => 2);
        Add("× 5 from 25 % on", static moment => moment < .5 ? 1 : 5);
        Add("× .5 until 50 %, then equal", static moment => moment < .75 ? .5 : 1);

        void Add(string name, Ratio ratio) => Draw(runs.First(name), new Failures(Stage.Ramp, Rate) { Ratio = ratio }, name, findings);
    }

    private static void Draw(Dice dice, Failures failures, string name, Findings findings)
    {
        var guard = GuardStatistic.Comparison(1);
        LabelCell[] cells = [.. Stage.Ramp.Select(static stage => new LabelCell(stage.Share, 0, 0))];
        int next = 0;
        foreach (Failure failure in failures.Run(dice))
        {
            cells[failure.Stage] = cells[failure.Stage].With(failure.IsCandidate);
            GuardLook look = guard.Look(cells, failure.Stage + 1);
            if (failure.Outcome >= next)
            {
                findings.Point(Property, name, failure.Outcome, look.Log);
                next = failure.Outcome + OutcomesAPoint;
            }

            if (look.MayBreach && look.Log >= Levelled.HighestLog)
            {
                findings.Point(Property, name, failure.Outcome, look.Log);
                return;
            }
        }
    }
}
