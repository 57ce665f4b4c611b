using System.Diagnostics;
using System.Globalization;
using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>Cold start: a new process, its gate of 10,000 flags, and its first decision, for each way to publish a program.</summary>
/// <remarks>The process is the small program of <c>ModularRollout.Instructions</c>, which references nothing but the library.</remarks>
internal static class ColdStartCommand
{
    private const int Flags = 10_000;
    private const int Processes = 11;
    private const string Program = "ModularRollout.Instructions";

    private static readonly string[] s_steps =
        ["process start to `Main`", "reading the file (bytes only)", "parse, check, compile, publish", "first decision", "all"];

    private static readonly (string Name, string Figure, string[] Options)[] s_forms =
    [
        ("compiled at start (JIT)", "cold.jit", []),
        ("ReadyToRun", "cold.r2r", ["-p:PublishReadyToRun=true"]),
        ("NativeAOT", "cold.aot", ["-p:PublishAot=true"]),
    ];

    public static void Run(Figures figures)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, RealisticDocument.Make(Flags));
        double[][] medians = Array.ConvertAll(s_forms, form => Measure(form.Figure, form.Options, path));
        File.Delete(path);
        for (int form = 0; form < s_forms.Length; form++)
        {
            figures.Add(s_forms[form].Figure, medians[form][2]);
        }

        figures.Table(
            "Cold start with 10,000 flags",
            $"Medians of {Processes} new processes of a program published in three ways.",
            ["step", .. s_forms.Select(static form => form.Name)],
            [.. s_steps.Select((step, i) => (string[])[step, .. medians.Select(form => Figures.Time(form[i]))])]);
    }

    private static double[] Measure(string figure, string[] options, string path)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", figure);
        if (!TryPublish(folder, figure, options))
        {
            Console.Error.WriteLine($"{figure}: publishing failed; not measured.");
            return [.. s_steps.Select(static _ => double.NaN)];
        }

        var runs = new List<double[]>();
        for (int i = 0; i <= Processes; i++)
        {
            runs.Add(Start(Path.Combine(folder, Program), path));
        }

        runs.RemoveAt(0); // fills the machine's file cache
        return [.. Enumerable.Range(0, s_steps.Length).Select(step => Statistics.Median(runs.Select(run => run[step])))];
    }

    private static bool TryPublish(string folder, string figure, string[] options)
    {
        // A lock file of its own: restoring for one runtime must not touch the committed one.
        var start = new ProcessStartInfo("dotnet", [
            "publish", "-c", "Release", "-r", "linux-x64", "--self-contained", options is ["-p:PublishAot=true"] ? "true" : "false", "-v", "quiet", "-o", folder,
            $"-p:NuGetLockFilePath=obj/{figure}.lock.json", .. options])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "benchmarks", Program),
        };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static double[] Start(string program, string path)
    {
        string now = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(program, ["cold", now, path]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. line.Split(' ').Select(static step => double.Parse(step, CultureInfo.InvariantCulture))];
    }
}
