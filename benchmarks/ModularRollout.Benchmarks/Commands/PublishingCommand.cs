using System.Diagnostics;
using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>K: readers while a writer publishes a thousand snapshots a second.</summary>
/// <remarks>The writer's thread ticks in both modes and publishes in one, so that only publishing differs. Modes alternate; medians of batches are compared.</remarks>
internal static class PublishingCommand
{
    private const int Flags = 1_000;
    private const int Prebuilt = 32;
    private const int Rounds = 12;
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);

    public static void Run(Figures figures)
    {
        using var hand = new HandPublishedGate();
        byte[] document = RealisticDocument.Make(Flags);
        var snapshots = new FeatureSnapshot[Prebuilt];
        for (int i = 0; i < Prebuilt; i++)
        {
            snapshots[i] = hand.PublishAnew(document);
        }

        var keys = new FlagKey<bool>[Flags];
        for (int i = 0; i < Flags; i++)
        {
            keys[i] = new FlagKey<bool>(Scenarios.FlagName(i), false);
        }

        var quiet = new List<double>();
        var publishing = new List<double>();
        int published = 0;
        _ = Round(hand, snapshots, keys, publish: true, ref published);
        published = 0;
        for (int round = 0; round < Rounds; round++)
        {
            quiet.Add(Round(hand, snapshots, keys, publish: false, ref published));
            publishing.Add(Round(hand, snapshots, keys, publish: true, ref published));
        }

        double without = Statistics.Median(quiet);
        double with = Statistics.Median(publishing);
        figures.Add("publishing.ratio", with / without);
        figures.Table(
            "K. Publishing while reading",
            $"{Flags:N0} flags, {Prebuilt} prebuilt snapshots in turn, batches of {Flags:N0} calls, medians of {Rounds} alternating rounds of the median batch.",
            ["", "a call", "ratio"],
            [
                ["nobody publishes", Figures.Time(without), "1.00"],
                [$"{published / (Rounds * s_round.TotalSeconds):N0} publishes a second", Figures.Time(with), Figures.Digits(with / without)],
            ]);
    }

    /// <summary>Reads for a second beside the writer, and returns the median batch in nanoseconds a call.</summary>
    private static double Round(HandPublishedGate hand, FeatureSnapshot[] snapshots, FlagKey<bool>[] keys, bool publish, ref int published)
    {
        using var stop = new CancellationTokenSource();
        int count = 0;
        var writer = new Thread(() => count = Write(hand, snapshots, publish, stop.Token));
        writer.Start();

        var batches = new List<double>(1 << 20);
        EvaluationContext[] contexts = Subjects.WithAttributes();
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; Stopwatch.GetElapsedTime(began) < s_round; i++)
        {
            batches.Add(Batch(hand.Gate, keys, contexts[i % contexts.Length]));
        }

        stop.Cancel();
        writer.Join();
        published += count;
        return Statistics.Median(batches);
    }

    private static double Batch(FeatureGate gate, FlagKey<bool>[] keys, in EvaluationContext context)
    {
        long began = Stopwatch.GetTimestamp();
        int on = 0;
        foreach (FlagKey<bool> key in keys)
        {
            on += gate.IsEnabled(key, context) ? 1 : 0;
        }

        GC.KeepAlive(on);
        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / keys.Length;
    }

    private static int Write(HandPublishedGate hand, FeatureSnapshot[] snapshots, bool publish, CancellationToken stop)
    {
        int ticks = 0;
        long began = Stopwatch.GetTimestamp();
        while (!stop.WaitHandle.WaitOne(millisecondsTimeout: 1))
        {
            // Catches up with the clock: waiting takes a little longer than a millisecond.
            for (; ticks < Stopwatch.GetElapsedTime(began).TotalMilliseconds; ticks++)
            {
                if (publish)
                {
                    hand.PutInForce(snapshots[ticks % snapshots.Length]);
                }
            }
        }

        return publish ? ticks : 0;
    }
}
