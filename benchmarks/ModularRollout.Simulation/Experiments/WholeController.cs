using System.Globalization;
using ModularRollout.Rollouts;
using ModularRollout.Simulation.Traffic;

namespace ModularRollout.Simulation.Experiments;

/// <summary>The controller as it ships, from the decision to the rollback: are good releases kept, and bad ones taken back for everybody?</summary>
internal static class WholeController
{
    public const string Property = "the whole controller, 1-5-25-50, two guards, returning subjects";

    private const int Subjects = 20_000;
    private const double Rate = .01;
    private const int MostLooks = 2_000;

    public static void Run(Runs runs, Findings findings)
    {
        // An attempt makes some 100,000 decisions: as many runs as elsewhere would take an hour.
        Add(runs.Part(10, least: 6), findings, "nothing worse, rolled back, α 0.05", .05);
        AddWorse(runs.Part(20, least: 6), findings, "×3 from the start", static _ => 3);
        AddWorse(runs.Part(20, least: 6), findings, "×3 from 25 % on", static share => share >= 25 ? 3 : 1);
    }

    private static void Add(Runs runs, Findings findings, string name, double alpha)
    {
        Ending[] endings = runs.Each(name, dice => Attempt(dice, alpha, static _ => 1));
        findings.AtMost(Property, name, Levelled.Limit(alpha, runs.Count), endings.Count(static ending => ending.Status == RolloutStatus.RolledBack) / (double)runs.Count);
        findings.Exactly(Property, "… neither completed nor rolled back", 0, endings.Count(static ending => ending.Status is not (RolloutStatus.Completed or RolloutStatus.RolledBack)), "");
    }

    private static void AddWorse(Runs runs, Findings findings, string name, Func<decimal, double> ratio)
    {
        Ending[] endings = runs.Each(name, dice => Attempt(dice, .01, ratio));
        findings.Exactly(Property, name + ", completed", 0, endings.Count(static ending => ending.Status != RolloutStatus.RolledBack), "");
        findings.Exactly(Property, "… subjects that keep the candidate after it", 0, endings.Sum(static ending => ending.Left), "");
        findings.Told(Property, "… subjects that ever had it, of 20,000, median", Statistics.Median(endings.Select(static ending => (double)ending.Exposed)), "N0");
    }

    private static Ending Attempt(Dice dice, double alpha, Func<decimal, double> ratio)
    {
        using var rollout = new LiveRollout(alpha, dice.Bits().ToString("x", CultureInfo.InvariantCulture));
        var exposed = new HashSet<int>();
        for (int look = 0; look < MostLooks && rollout.IsRunning; look++)
        {
            double times = ratio(rollout.Progress.SharePercent);
            for (int i = 0; i < LiveRollout.OutcomesALook; i++)
            {
                Serve(rollout, dice, exposed, times);
            }

            rollout.Look();
        }

        int left = rollout.Progress.Status != RolloutStatus.RolledBack ? 0 : Enumerable.Range(0, Subjects).Count(subject => rollout.Decide(subject).IsEnabled);
        return new Ending(rollout.Progress.Status, exposed.Count, left);
    }

    private static void Serve(LiveRollout rollout, Dice dice, HashSet<int> exposed, double times)
    {
        int subject = dice.Below(Subjects);
        Decision decision = rollout.Decide(subject);
        bool isCandidate = decision.Arm == DecisionArm.Candidate;
        double rate = Rate * Population.Frailty(subject) / 1.4 * (isCandidate ? times : 1);
        var duration = TimeSpan.FromMilliseconds(200 * Math.Exp(.4 * dice.Normal()));
        decision.Record(dice.Chance(rate) ? Outcome.Failure(duration) : Outcome.Success(duration));
        if (isCandidate)
        {
            exposed.Add(subject);
        }
    }

    private readonly record struct Ending(RolloutStatus Status, int Exposed, int Left);
}
