using System.Text.Json;
using ModularRollout.Rollouts.Evidence;

namespace Snippets;

/// <summary>The code of docs/statistics.md.</summary>
public static class Weighing
{
    public static void Compare()
    {
        #region compare
        // At 5 % of the traffic 12 of 60 failing subjects had the candidate; at 25 % of it 30 of 80.
        LabelCell[] failing = [new(share: .05, candidate: 12, total: 60), new(.25, 30, 80)];

        double logE = ComparisonStatistic.LogE(failing);                      // 6.85: is it worse than the baseline?
        bool isWorse = logE >= Math.Log(1 / .01);                             // True: a false alarm in at most 1 % of good releases
        AnytimeInterval ratio = AnytimeInterval.OfRatio(failing, alpha: .05); // 1.20 to 4.52 times the baseline's rate
        #endregion
        Console.WriteLine((logE, isWorse, ratio));
    }

    public static void Budget()
    {
        #region budget
        double logE = BudgetStatistic.LogE(events: 30, outcomes: 1_000, rate: .01);             // 11.22: beyond the budget of 1 %
        double logProven = BudgetStatistic.LogEProven(events: 2, outcomes: 5_000, rate: .002);  // 4.16: within .2 %
        #endregion
        Console.WriteLine((logE, logProven));
    }

    public static async Task WatchAsync(Func<LabelCell[]> labels, Func<(long Events, long Outcomes)> spent, string path, PeriodicTimer timer)
    {
        #region watch
        GuardCheckpoint? saved = File.Exists(path) ? JsonSerializer.Deserialize<GuardCheckpoint>(await File.ReadAllTextAsync(path)) : null;
        var errors = GuardStatistic.Comparison(timesBaseline: 1, saved);
        var budget = GuardStatistic.Budget(rate: .005);

        double alpha = ActionStatistic.AlphaOf(falseRollback: .01, actions: 1);
        while (await timer.WaitForNextTickAsync())
        {
            (long events, long outcomes) = spent();
            GuardLook[] looks = [errors.Look(labels(), stretch: 1), budget.Look(events, outcomes, stretch: 1)];
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(errors.Save())); // and the budget's, likewise

            ActionLook rollback = ActionStatistic.Of(looks, alpha);
            if (rollback.IsBreach)
            {
                Console.WriteLine($"Roll back: guard {rollback.Guard}, evidence e^{rollback.Log:0.0}, limit e^{rollback.LogLimit:0.0}.");
                return;
            }
        }
        #endregion
    }

    public static void Prove()
    {
        #region prove
        LabelCell[] orders = [new(share: .5, candidate: 480, total: 1_000)];

        bool isProven = ComparisonStatistic.LogEProven(orders, timesBaseline: 1.25) >= Math.Log(1 / .05); // True
        long? labels = ProofPlan.MedianLabels(share: .5, ratio: 1.25, falseAdvance: .05);                 // 695
        #endregion
        Console.WriteLine((isProven, labels));
    }

    public static void Divide()
    {
        #region divide
        double logBayesFactor = SampleRatioStatistic.LogBayesFactor(share: .5, candidate: 5_250, baseline: 4_750); // 10.2
        bool isWrong = SampleRatioStatistic.Trips(logBayesFactor, stretch: 1);                                    // True
        #endregion
        Console.WriteLine(isWrong);
    }

    public static void Quantile(double[] durations)
    {
        #region quantile
        Array.Sort(durations);
        AnytimeInterval levels = AnytimeInterval.OfQuantile(durations.Length, quantile: .9, alpha: .05);

        double shortest = levels.Lower > 0 ? durations[(int)Math.Round(levels.Lower * durations.Length) - 1] : 0;
        double longest = double.IsFinite(levels.Upper) ? durations[(int)Math.Round(levels.Upper * durations.Length) - 1] : double.PositiveInfinity;
        #endregion
        Console.WriteLine((shortest, longest));
    }

    public static void Forever(Func<LabelCell[]> labels)
    {
        #region holdback
        var afterwards = new ShiryaevRobertsStatistic(timesBaseline: 1);

        afterwards.Look(labels()); // at every look, all labels since completion
        bool isAlarm = afterwards.IsAlarm(labelsToFalseAlarm: 10_000);
        #endregion
        Console.WriteLine(isAlarm);
    }
}
