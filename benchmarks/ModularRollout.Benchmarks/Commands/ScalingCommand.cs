using System.Diagnostics;
using ModularRollout.Benchmarks.Peers;
using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>H: scenario B on one thread and on two, beside the same work with nothing shared.</summary>
/// <remarks>
/// Its own loop, because BenchmarkDotNet measures one thread: dedicated threads meet at a barrier and each walks a fixed number of decisions. Rounds
/// of all contestants alternate, so that a slow moment of the machine hits all of them; medians of the rounds are reported.
/// </remarks>
internal static class ScalingCommand
{
    private const int Rounds = 15;
    private const int Threads = 2;

    private delegate Func<int> WalkFactory(int thread);

    public static void Run(Figures figures)
    {
        using FeatureGate shared = FeatureGate.FromJson(Scenarios.Document);
        var key = new FlagKey<bool>(Scenarios.Split, false);
        FeatureGate[] own = [FeatureGate.FromJson(Scenarios.Document), FeatureGate.FromJson(Scenarios.Document)];
        FlagKey<bool>[] ownKeys = [new(Scenarios.Split, false), new(Scenarios.Split, false)];
        EvaluationContext[] contexts = Subjects.Keyed();
        using FeatureManagementPeer peer = FeatureManagementPeer.OfScenarios();
        PeerSubject[] peerSubjects = PeerSubject.All();

        (string Name, int Walks, WalkFactory Make)[] contestants =
        [
            ("nothing shared: a gate a thread", 40_000, thread => Walk(own[thread], ownKeys[thread], Subjects.Keyed())),
            ("one gate", 40_000, _ => Walk(shared, key, contexts)),
            ("one gate, a scope a thread", 40_000, _ => Scoped(shared, key, contexts)),
            ("Microsoft.FeatureManagement", 400, _ => Peer(peer, peerSubjects)),
        ];
        double[][] one = Array.ConvertAll(contestants, static _ => new double[Rounds]);
        double[][] two = Array.ConvertAll(contestants, static _ => new double[Rounds]);
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                double alone = Throughput(1, contestants[i].Walks, contestants[i].Make);
                double together = Throughput(Threads, contestants[i].Walks, contestants[i].Make);
                if (round >= 0) // the first round warms up
                {
                    (one[i][round], two[i][round]) = (alone, together);
                }
            }
        }

        Report(figures, Array.ConvertAll(contestants, static contestant => contestant.Name), one, two);
    }

    private static void Report(Figures figures, string[] names, double[][] one, double[][] two)
    {
        var rows = new List<string[]>();
        double control = 0;
        for (int i = 0; i < names.Length; i++)
        {
            double alone = Statistics.Median(one[i]);
            double together = Statistics.Median(two[i]);
            double scaling = together / alone;
            control = i == 0 ? scaling : control;
            figures.Add("scaling." + i, scaling / control);
            rows.Add([names[i], Figures.Digits(alone / 1e6), Figures.Digits(together / 1e6), Figures.Digits(scaling), Figures.Digits(scaling / control)]);
        }

        figures.Table(
            "H. Threads (scenario B)",
            $"Million decisions a second, medians of {Rounds} alternating rounds of dedicated threads.",
            ["", "1 thread", "2 threads", "scaling", "of the control's"],
            rows);
    }

    private static double Throughput(int threads, int walks, WalkFactory make)
    {
        using var start = new Barrier(threads + 1);
        using var end = new Barrier(threads + 1);
        var workers = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            int number = i;
            workers[i] = new Thread(() => Work(make(number), walks, start, end));
            workers[i].Start();
        }

        start.SignalAndWait();
        long began = Stopwatch.GetTimestamp();
        end.SignalAndWait();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return (double)threads * walks * Subjects.Count / seconds;
    }

    private static void Work(Func<int> walk, int walks, Barrier start, Barrier end)
    {
        _ = walk();
        start.SignalAndWait();
        for (int i = 0; i < walks; i++)
        {
            _ = walk();
        }

        end.SignalAndWait();
    }

    private static Func<int> Walk(FeatureGate gate, FlagKey<bool> key, EvaluationContext[] contexts) => () =>
    {
        int on = 0;
        foreach (ref readonly EvaluationContext context in contexts.AsSpan())
        {
            on += gate.IsEnabled(key, context) ? 1 : 0;
        }

        return on;
    };

    private static Func<int> Scoped(FeatureGate gate, FlagKey<bool> key, EvaluationContext[] contexts)
    {
        // Not disposed of: the row is wanted until the gate goes.
        FeatureScope scope = gate.OpenScope();
        return () =>
        {
            int on = 0;
            foreach (ref readonly EvaluationContext context in contexts.AsSpan())
            {
                on += scope.IsEnabled(key, context) ? 1 : 0;
            }

            return on;
        };
    }

    private static Func<int> Peer(FeatureManagementPeer peer, PeerSubject[] subjects) => () =>
    {
        int on = 0;
        foreach (PeerSubject subject in subjects)
        {
            // Always complete: the peer's answer comes from its cache.
            on += peer.Manager.IsEnabledAsync(Scenarios.Split, subject).AsTask().GetAwaiter().GetResult() ? 1 : 0;
        }

        return on;
    };
}
