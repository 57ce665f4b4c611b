using System.Diagnostics;
using ModularRollout.Benchmarks.Reporting;
using ModularRollout.Benchmarks.Rollouts;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>Q: a look of the controller at a running rollout with a thousand labelled subjects, new outcomes since the last look among them.</summary>
internal static class LookCommand
{
    private const int Labelled = 1_000;
    private const int NewOutcomes = 100;
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(10);

    public static void Run(Figures figures) => Run(figures, rounds: 300);

    public static void Run(Figures figures, int rounds)
    {
        var clock = new ManualClock();
        using var rollout = new RunningRollout(Scenarios.ComparedRollout.ToArray(), clock);
        for (int i = 0; i < Labelled; i++)
        {
            Fail(rollout, i);
        }

        var times = new List<double>();
        var bytes = new List<double>();
        for (int round = -30; round < rounds; round++)
        {
            // Subjects that have a label already: their outcomes are counted, their labels are not, so that there are a thousand at every look.
            for (int i = 0; i < NewOutcomes; i++)
            {
                Fail(rollout, ((round + 30) * NewOutcomes + i) % Labelled);
            }

            clock.Advance(s_lookEvery);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            long began = Stopwatch.GetTimestamp();
            rollout.Rollouts.StepAsync().GetAwaiter().GetResult();
            double time = Stopwatch.GetElapsedTime(began).TotalNanoseconds;
            if (round >= 0) // by then the labels have settled
            {
                times.Add(time);
                bytes.Add(GC.GetTotalAllocatedBytes(precise: true) - before);
            }
        }

        if (rollout.Status != ModularRollout.Rollouts.RolloutStatus.Running)
        {
            throw new InvalidOperationException($"The rollout is {rollout.Status}: the looks measured nothing.");
        }

        figures.Add("look.time", Statistics.Median(times));
        figures.Table(
            "Q. A look of the controller",
            $"One running rollout, {Labelled:N0} labelled subjects, {NewOutcomes} outcomes between two looks, medians of {rounds} looks.",
            ["", "a look", "allocated"],
            [["drain, settle, judge, decide", Figures.Time(Statistics.Median(times)), Figures.Bytes(Statistics.Median(bytes))]]);
    }

    private static void Fail(RunningRollout rollout, int subject) =>
        rollout.Gate.Decide(rollout.Key, new EvaluationContext(Subjects.Id(subject))).Record(Outcome.Failure(TimeSpan.FromMilliseconds(2)));
}
