using System.Diagnostics;
using System.Globalization;
using ModularRollout.Benchmarks;

namespace ModularRollout.Instructions;

/// <summary>What a new process pays for its gate: run by the <c>coldstart</c> command, once for each way of publishing this program.</summary>
internal static class ColdStart
{
    /// <summary>Prints the nanoseconds of each step.</summary>
    /// <param name="started">The timestamp at which the process was started.</param>
    /// <param name="path">The document.</param>
    public static void Run(long started, string path)
    {
        long main = Stopwatch.GetTimestamp();
        byte[] document = File.ReadAllBytes(path);
        long read = Stopwatch.GetTimestamp();
        FeatureGate gate = FeatureGate.FromJson(document);
        long loaded = Stopwatch.GetTimestamp();
        _ = gate.IsEnabled(new FlagKey<bool>(Scenarios.FlagName(5), false), new EvaluationContext("user-7"));
        long decided = Stopwatch.GetTimestamp();

        double[] steps = [Between(started, main), Between(main, read), Between(read, loaded), Between(loaded, decided), Between(started, decided)];
        Console.WriteLine(string.Join(' ', Array.ConvertAll(steps, static step => step.ToString(CultureInfo.InvariantCulture))));
    }

    private static double Between(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalNanoseconds;
}
