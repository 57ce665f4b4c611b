using System.Diagnostics;
using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>Lets contestants walk the subjects on dedicated threads, on one and then on two.</summary>
/// <remarks>
/// A loop of its own, because BenchmarkDotNet measures one thread. Rounds of all contestants alternate and are short, so that a slow moment of the machine hits all of
/// them; scaling is compared within a round, and medians over the rounds are reported.
/// </remarks>
internal sealed class Contest
{
    private const int Threads = 2;

    private readonly int _rounds;
    private readonly Contestant[] _contestants;
    private readonly Round[][] _measured;

    /// <summary>Holds a contest.</summary>
    /// <param name="rounds">The number of rounds that count.</param>
    /// <param name="contestants">The contestants; the first is what the others' scaling is compared with.</param>
    public Contest(int rounds, params Contestant[] contestants)
    {
        _rounds = rounds;
        _contestants = contestants;
        _measured = Array.ConvertAll(contestants, _ => new Round[rounds]);
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                (double alone, double bytes) = Measure(contestants[i], 1);
                (double together, _) = Measure(contestants[i], Threads);
                if (round >= 0) // the first round warms up
                {
                    _measured[i][round] = new Round(alone, together, bytes);
                }
            }
        }
    }

    public int Rounds => _rounds;

    public int Count => _contestants.Length;

    public string NameOf(int contestant) => _contestants[contestant].Name;

    /// <summary>Gets the median number of operations a second on one thread.</summary>
    public double Alone(int contestant) => Median(contestant, static round => round.Alone);

    /// <summary>Gets the median number of operations a second on two threads.</summary>
    public double Together(int contestant) => Median(contestant, static round => round.Together);

    /// <summary>Gets the median bytes that an operation allocates on its own thread.</summary>
    public double Bytes(int contestant) => Median(contestant, static round => round.Bytes);

    /// <summary>Gets the median of what two threads did in a round beside what one did in it.</summary>
    public double Scaling(int contestant) => Median(contestant, static round => round.Scaling);

    /// <summary>Gets the median of a contestant's scaling in a round beside that of the first contestant in the same round.</summary>
    public double OfFirst(int contestant) =>
        Statistics.Median(_measured[contestant].Zip(_measured[0], static (own, first) => own.Scaling / first.Scaling));

    private double Median(int contestant, Func<Round, double> figure) => Statistics.Median(_measured[contestant].Select(figure));

    private static (double Throughput, double Bytes) Measure(Contestant contestant, int threads)
    {
        using var start = new Barrier(threads + 1);
        using var end = new Barrier(threads + 1);
        var workers = new Thread[threads];
        long bytes = 0;
        for (int i = 0; i < threads; i++)
        {
            int number = i;
            workers[i] = new Thread(() => bytes = Work(contestant.Make(number), contestant.Walks, start, end));
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

        contestant.AfterRound?.Invoke(threads * (contestant.Walks + 1) * Subjects.Count);
        double walked = (double)contestant.Walks * Subjects.Count;
        return (threads * walked / seconds, bytes / walked);
    }

    private static long Work(Func<int> walk, int walks, Barrier start, Barrier end)
    {
        _ = walk();
        start.SignalAndWait();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < walks; i++)
        {
            _ = walk();
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        end.SignalAndWait();
        return bytes;
    }

    private readonly record struct Round(double Alone, double Together, double Bytes)
    {
        public double Scaling => Together / Alone;
    }
}

/// <summary>One way of doing the work.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Walks">How often a thread walks all subjects in a round.</param>
/// <param name="Make">Makes a thread's walk.</param>
/// <param name="AfterRound">Is told, untimed, how many operations there were.</param>
internal sealed record Contestant(string Name, int Walks, Func<int, Func<int>> Make, Action<int>? AfterRound = null);
