using System.Diagnostics;
using ModularRollout.Benchmarks.Reporting;
using ModularRollout.Benchmarks.Rollouts;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>M: a transition through the real controller, at 10,000 flags: until it is in effect, and until it is journalled too.</summary>
/// <remarks>The journal is in memory: what a disk adds is scenario N. Taking back is in effect when the call returns its task; starting is journalled first.</remarks>
internal static class TransitionCommand
{
    public static void Run(Figures figures) => Run(figures, rounds: 60);

    public static void Run(Figures figures, int rounds)
    {
        using var rollout = new RunningRollout(RealisticDocument.WithRollout(flags: 10_000));
        var effects = new List<double>();
        var ends = new List<double>();
        var starts = new List<double>();
        for (int round = -5; round < rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            Task<ModularRollout.Rollouts.RolloutCommandResult> back = rollout.Rollouts.RollBackAsync(RunningRollout.Flag, RunningRollout.Actor, "to be measured");
            double effect = Stopwatch.GetElapsedTime(began).TotalNanoseconds;
            RunningRollout.Accept(back.GetAwaiter().GetResult());
            double end = Stopwatch.GetElapsedTime(began).TotalNanoseconds;

            began = Stopwatch.GetTimestamp();
            RunningRollout.Accept(rollout.Rollouts.RestartAsync(RunningRollout.Flag, RunningRollout.Actor, "to be measured again").GetAwaiter().GetResult());
            double start = Stopwatch.GetElapsedTime(began).TotalNanoseconds;
            if (round >= 0) // the first ones warm up
            {
                effects.Add(effect);
                ends.Add(end);
                starts.Add(start);
            }
        }

        figures.Add("transition.effect", Statistics.Median(effects));
        figures.Table(
            "M. A transition of the controller, 10,000 flags",
            $"Medians of {rounds} rollbacks and restarts, the journal in memory.",
            ["", "time"],
            [
                ["taken back: in effect for every decision", Figures.Time(Statistics.Median(effects))],
                ["taken back: and journalled", Figures.Time(Statistics.Median(ends))],
                ["started anew: journalled, published", Figures.Time(Statistics.Median(starts))],
            ]);
    }
}
