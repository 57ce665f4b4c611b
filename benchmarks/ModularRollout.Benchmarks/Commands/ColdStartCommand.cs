using System.Diagnostics;
using System.Globalization;
using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>Cold start: a new process, its gate of 10,000 flags, and its first decision. The command starts itself.</summary>
internal static class ColdStartCommand
{
    public const string ChildName = "coldstart-child";

    private const int Flags = 10_000;
    private const int Processes = 11;

    public static void Run(Figures figures)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, RealisticDocument.Make(Flags));
        var runs = new List<double[]>();
        for (int i = 0; i <= Processes; i++)
        {
            runs.Add(Start(path));
        }

        File.Delete(path);
        runs.RemoveAt(0); // fills the machine's file cache
        string[] steps = ["process start to `Main`", "reading the file (bytes only)", "parse, check, compile, publish, all code cold", "first decision", "all"];
        double[] medians = [.. Enumerable.Range(0, steps.Length).Select(step => Statistics.Median(runs.Select(run => run[step])))];
        figures.Add("cold.load", medians[2]);
        figures.Add("cold.first", medians[3]);
        figures.Table(
            "Cold start with 10,000 flags",
            $"Medians of {Processes} new processes.",
            ["step", "time"],
            [.. steps.Zip(medians, static (step, median) => new[] { step, Figures.Time(median) })]);
    }

    /// <summary>Runs in the new process: prints the nanoseconds of each step.</summary>
    public static int Child(string started, string path)
    {
        long main = Stopwatch.GetTimestamp();
        byte[] document = File.ReadAllBytes(path);
        long read = Stopwatch.GetTimestamp();
        FeatureGate gate = FeatureGate.FromJson(document);
        long loaded = Stopwatch.GetTimestamp();
        _ = gate.IsEnabled(new FlagKey<bool>(Scenarios.FlagName(5), false), new EvaluationContext("user-7"));
        long decided = Stopwatch.GetTimestamp();

        long start = long.Parse(started, CultureInfo.InvariantCulture);
        double[] steps = [Between(start, main), Between(main, read), Between(read, loaded), Between(loaded, decided), Between(start, decided)];
        Console.WriteLine(string.Join(' ', steps.Select(static step => step.ToString(CultureInfo.InvariantCulture))));
        return 0;
    }

    private static double[] Start(string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in Arguments(path))
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. line.Split(' ').Select(static step => double.Parse(step, CultureInfo.InvariantCulture))];
    }

    private static IEnumerable<string> Arguments(string path)
    {
        // Under `dotnet X.dll` the process is the host, which wants the assembly first.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            yield return typeof(ColdStartCommand).Assembly.Location;
        }

        yield return ChildName;
        yield return Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
        yield return path;
    }

    private static double Between(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalNanoseconds;
}
