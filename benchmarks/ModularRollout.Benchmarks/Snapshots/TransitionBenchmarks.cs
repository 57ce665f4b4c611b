using BenchmarkDotNet.Attributes;

namespace ModularRollout.Benchmarks.Snapshots;

/// <summary>M: a rollout's transition publishes a snapshot of 10,000 flags.</summary>
public class TransitionBenchmarks
{
    private HandPublishedGate _loaded = null!;
    private bool _turn;

    [GlobalSetup]
    public void Setup() => _loaded = new HandPublishedGate(RealisticDocument.WithRollout(flags: 10_000));

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
