using System.Text;
using BenchmarkDotNet.Attributes;

namespace ModularRollout.Benchmarks.Snapshots;

/// <summary>M: a rollout's transition publishes a snapshot of 10,000 flags.</summary>
public class TransitionBenchmarks
{
    private const string Plan =
        "\"rollout\": { \"rollout\": { \"candidate\": \"on\", \"baseline\": \"off\", \"stages\": [ { \"name\": \"half\", \"percent\": 50, \"dwell\": \"2h\" } ] } },";

    private HandPublishedGate _loaded = null!;
    private bool _turn;

    [GlobalSetup]
    public void Setup()
    {
        string document = Encoding.UTF8.GetString(RealisticDocument.Make(9_999));
        _loaded = new HandPublishedGate(Encoding.UTF8.GetBytes(document.Replace("\"flags\": {", "\"flags\": {" + Plan, StringComparison.Ordinal)));
    }

    [GlobalCleanup]
    public void Cleanup() => _loaded.Dispose();

    [Benchmark]
    public object Transition()
    {
        _turn = !_turn;
        _loaded.Expose(Scenarios.Rollout, _turn ? 1UL << 62 : 1UL << 63);
        return _loaded.Publisher.Current;
    }
}
