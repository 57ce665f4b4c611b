using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using ModularRollout.Benchmarks.Reporting;
using ModularRollout.Benchmarks.Snapshots;
using Perfolizer.Horology;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>Measures everything in one go and writes it into the README between its markers.</summary>
internal static class ReportCommand
{
    private const string Begin = "<!-- results -->";
    private const string End = "<!-- /results -->";

    private static readonly Type[] s_heavy = [typeof(LoadBenchmarks), typeof(LoadPeerBenchmarks), typeof(TransitionBenchmarks)];

    public static int Run(string[] options)
    {
        // Options for drafts only: the figures are worth nothing after --dry, little after --short.
        Job? draft = options.Contains("--dry") ? Job.Dry : options.Contains("--short") ? Job.ShortRun : null;
        var measured = new Figures();
        Summary[] summaries = [.. Measure(draft)];
        SuiteTables.Add(measured, summaries);
        foreach ((_, Action<Figures> run) in OwnLoops.All)
        {
            run(measured);
        }

        string marks = Marks.Judge(measured);
        Write(string.Join('\n', Machine(summaries[0], draft), marks, measured.Text, "### Instructions of one evaluation\n", Instructions()));
        return 0;
    }

    private static IEnumerable<Summary> Measure(Job? draft)
    {
        Type[] types = [.. SmokeCommand.BenchmarkTypes()];
        Job light = draft ?? Job.Default.WithMaxIterationCount(30).WithIterationTime(TimeInterval.FromMilliseconds(250));
        Job heavy = draft ?? Job.Default.WithWarmupCount(3).WithIterationCount(10);
        return [.. Measure([.. types.Except(s_heavy)], light), .. Measure(s_heavy, heavy)];
    }

    private static Summary[] Measure(Type[] types, Job job) =>
        BenchmarkRunner.Run(types, ManualConfig.Create(Suite.Config).AddJob(job).WithOptions(ConfigOptions.DisableLogFile));

    private static string Machine(Summary summary, Job? draft)
    {
        HostEnvironmentInfo host = summary.HostEnvironmentInfo;
        string date = TimeProvider.System.GetUtcNow().ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        string command = "`benchmarks/report.sh" + (draft is null ? "`" : "` as a draft, with a shortened job");
        return string.Join('\n', [
            $"Measured on {date} by {command}.",
            "",
            "```",
            .. host.ToFormattedString(),
            "```",
            ""]);
    }

    private static string Instructions()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Folder(), "instructions.sh")]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string table = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? table : "Not counted: `benchmarks/instructions.sh` failed.\n";
    }

    private static void Write(string results)
    {
        string path = Path.Combine(Folder(), "README.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        File.WriteAllText(path, $"{text[..begin]}\n\n{results.TrimEnd()}\n\n{text[end..]}");
    }

    private static string Folder() => Path.Combine(Repository.Root, "benchmarks");
}
