using System.Diagnostics;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Experiments;

/// <summary>What one evaluation of a guard costs: twelve points of the grid, six cells, all of them with new labels.</summary>
internal static class Cost
{
    public const string Property = "guard evaluation, 12 points × 6 cells";

    private const int Looks = 10_000;
    private const int Rounds = 20;

    /// <summary>A smoke run tells the time and promises nothing: the machine may have other things to do.</summary>
    public static void Run(bool isSmoke, Findings findings)
    {
        var guard = GuardStatistic.Comparison(1);
        var cells = new LabelCell[6];
        long bytes = 0, n = 0;
        double fastest = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Looks; i++, n++)
            {
                for (int c = 0; c < cells.Length; c++)
                {
                    cells[c] = new LabelCell((c + 1) / 10.0, n, 2 * n);
                }

                guard.Look(cells, 1);
            }

            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Looks);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        findings.Exactly(Property, "allocated", 0, bytes, " B");
        if (isSmoke)
        {
            findings.Told(Property, "time", fastest, "0.00", " µs");
        }
        else
        {
            findings.AtMost(Property, "time", 5, fastest, "0.00", " µs");
        }
    }
}
