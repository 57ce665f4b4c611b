using BenchmarkDotNet.Reports;

namespace ModularRollout.Benchmarks.Reporting;

/// <summary>Turns BenchmarkDotNet's summaries into tables, and keeps every median and every count of bytes as a figure.</summary>
internal static class SuiteTables
{
    private static readonly Dictionary<string, string> s_titles = new()
    {
        ["ConstantBenchmarks"] = "A. A constant flag",
        ["SplitBenchmarks"] = "B. Half of the subjects",
        ["RulesBenchmarks"] = "C. Three rules, the third matches, then a fifth",
        ["VariantsBenchmarks"] = "D. A text variant of three weights",
        ["NameBenchmarks"] = "E. Finding one of many flags, by key and by name",
        ["NamePeerBenchmarks"] = "E. Microsoft.FeatureManagement, by name among 1,000",
        ["ContextBenchmarks"] = "F. Building a context",
        ["EventBenchmarks"] = "G. An event on the current activity",
        ["LoadBenchmarks"] = "I. Loading a document",
        ["LoadPeerBenchmarks"] = "I. Microsoft.FeatureManagement, the configuration of 10,000 flags alone",
        ["MillionBenchmarks"] = "J. `in` with a million ids",
        ["ColdListBenchmarks"] = "J. `in` with a list of ids, walked cold",
        ["RolloutBenchmarks"] = "L. A flag under a running rollout",
        ["TransitionBenchmarks"] = "M. A transition publishes 10,000 flags",
        ["StoreBenchmarks"] = "N. A durable entry of a rollout's journal",
        ["GuardBenchmarks"] = "P. A look of a guard at new evidence",
        ["RuleCountBenchmarks"] = "Rules of one flag, the last matches",
    };

    public static void Add(Figures figures, IEnumerable<Summary> summaries)
    {
        foreach (Summary summary in summaries.OrderBy(static summary => s_titles[TypeOf(summary)], StringComparer.Ordinal))
        {
            string type = TypeOf(summary);
            double baseline = double.NaN;
            var rows = new List<string[]>();
            foreach (BenchmarkReport report in summary.Reports)
            {
                var benchmark = report.BenchmarkCase;
                string parameters = benchmark.HasParameters ? benchmark.Parameters.DisplayInfo.Trim('[', ']') : "";
                string name = benchmark.Descriptor.WorkloadMethod.Name;
                double median = report.ResultStatistics?.Median ?? double.NaN;
                double bytes = report.GcStats.GetBytesAllocatedPerOperation(benchmark) ?? double.NaN;
                baseline = benchmark.Descriptor.Baseline ? median : baseline;
                figures.Add($"{type}.{name}{parameters}", median);
                figures.Add($"{type}.{name}{parameters}.bytes", bytes);
                rows.Add([name, parameters, Figures.Time(median), double.IsNaN(baseline) ? "-" : Figures.Digits(median / baseline), Figures.Bytes(bytes)]);
            }

            figures.Table(s_titles[type], "", ["", "", "median", "ratio", "allocated"], rows);
        }
    }

    private static string TypeOf(Summary summary) => summary.BenchmarksCases[0].Descriptor.Type.Name;
}
