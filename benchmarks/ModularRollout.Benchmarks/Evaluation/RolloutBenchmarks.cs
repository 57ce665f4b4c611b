using BenchmarkDotNet.Attributes;

namespace ModularRollout.Benchmarks.Evaluation;

/// <summary>L: a flag under a running rollout, beside a plain split of the same share.</summary>
public class RolloutBenchmarks
{
    private static readonly FlagKey<bool> s_split = new(Scenarios.Split, false);
    private static readonly FlagKey<bool> s_rollout = new(Scenarios.Rollout, false);

    private EvaluationContext[] _contexts = null!;
    private FeatureGate _gate = null!;

    [GlobalSetup]
    public void Setup()
    {
        var hand = new HandPublishedGate(Scenarios.Document.ToArray());
        hand.Expose(Scenarios.Rollout);
        _gate = hand.Gate;
        _contexts = Subjects.Keyed();
    }

    [GlobalCleanup]
    public void Cleanup() => _gate.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Subjects.Count)]
    public int Split() => Walk(s_split);

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Rollout() => Walk(s_rollout);

    private int Walk(FlagKey<bool> key)
    {
        int on = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            on += _gate.IsEnabled(key, context) ? 1 : 0;
        }

        return on;
    }
}
