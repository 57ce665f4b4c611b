using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>Hands everything else to BenchmarkDotNet.</summary>
internal static class Suite
{
    public static IConfig Config { get; } = ManualConfig.CreateEmpty()
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(StatisticColumn.Median)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddAnalyser([.. DefaultConfig.Instance.GetAnalysers()])
        .AddValidator([.. DefaultConfig.Instance.GetValidators()])
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .WithBuildTimeout(TimeSpan.FromMinutes(10)) // a busy machine
        .WithOptions(ConfigOptions.DisableLogFile);

    public static int Run(string[] args)
    {
        BenchmarkSwitcher.FromAssembly(typeof(Suite).Assembly).Run(args, Config);
        return 0;
    }
}
