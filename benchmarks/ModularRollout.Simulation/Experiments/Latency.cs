using ModularRollout.Rollouts.Evidence;
using ModularRollout.Simulation.Traffic;

namespace ModularRollout.Simulation.Experiments;

/// <summary>Three thresholds, frozen from a thousand outcomes of the baseline, tell whether the candidate is slower, and not whether both are.</summary>
internal static class Latency
{
    public const string Property = "latency";

    private const int Frozen = 1000;
    private const double LogMedian = -1.6; // 200 ms
    private const double Sigma = .4; // the slowest hundredth takes two and a half times the median
    private const int NullOutcomes = 10_000;

    private static readonly double[] s_quantiles = [.5, .9, .99];

    /// <summary>Makes a duration, in seconds, slower.</summary>
    private delegate double Slowdown(Dice dice, bool isCandidate, double duration);

    public static void Run(Runs runs, Findings findings)
    {
        double[] together = runs.Each("together", static dice => HighestLog(dice, static (_, _, duration) => 1.5 * duration));
        foreach (double alpha in Levelled.Alphas)
        {
            findings.AtMost(Property, $"both arms × 1.5, α {Findings.Text(alpha, "0.##")}", Levelled.Bare(alpha, runs.Count), Levelled.Reached(together, alpha));
        }

        double[] slower = runs.Each("slower", static dice => OutcomesToBreach(dice, static (_, isCandidate, duration) => isCandidate ? 1.2 * duration : duration));
        findings.AtMost(Property, "candidate × 1.2, median until found", 1000, Statistics.Median(slower), "N0", " outcomes");

        double[] tail = runs.Each("tail", static dice => OutcomesToBreach(dice, static (chance, isCandidate, duration) => isCandidate && chance.Chance(.01) ? duration + 1 : duration));
        findings.AtMost(Property, "candidate + 1 s on 1 %, median until found", 9000, Statistics.Median(tail), "N0", " outcomes");
    }

    private static double HighestLog(Dice dice, Slowdown slowdown) =>
        Looks(dice, slowdown).Take(NullOutcomes).Where(static look => look.MayBreach).Select(static look => look.Log).Append(double.NegativeInfinity).Max();

    private static double OutcomesToBreach(Dice dice, Slowdown slowdown) =>
        1 + Looks(dice, slowdown).TakeWhile(static look => !look.MayBreach || look.Log < Levelled.HighestLog).Count();

    /// <summary>Looks after each outcome of a new subject, at equal arms.</summary>
    private static IEnumerable<GuardLook> Looks(Dice dice, Slowdown slowdown)
    {
        double[] thresholds = Freeze(dice);
        var guards = Array.ConvertAll(thresholds, static _ => GuardStatistic.Comparison(1));
        var cells = Array.ConvertAll(thresholds, static _ => new LabelCell(.5, 0, 0));
        while (true)
        {
            bool isCandidate = dice.Chance(.5);
            double duration = slowdown(dice, isCandidate, Duration(dice));
            var looks = new GuardLook[thresholds.Length];
            for (int i = 0; i < thresholds.Length; i++)
            {
                cells[i] = duration > thresholds[i] ? cells[i].With(isCandidate) : cells[i];
                looks[i] = guards[i].Look([cells[i]], 1);
            }

            yield return GuardLook.Average(looks);
        }
    }

    private static double[] Freeze(Dice dice)
    {
        double[] durations = [.. Enumerable.Range(0, Frozen).Select(_ => Duration(dice)).Order()];
        return Array.ConvertAll(s_quantiles, quantile => durations[(int)(quantile * Frozen)]);
    }

    private static double Duration(Dice dice) => Math.Exp(LogMedian + (Sigma * dice.Normal()));
}
