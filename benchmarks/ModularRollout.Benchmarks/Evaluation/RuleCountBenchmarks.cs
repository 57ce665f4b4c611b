using BenchmarkDotNet.Attributes;

namespace ModularRollout.Benchmarks.Evaluation;

/// <summary>A flag of many rules, of which the last matches.</summary>
public class RuleCountBenchmarks
{
    private static readonly FlagKey<bool> s_key = new(Scenarios.Growing, false);

    private EvaluationContext[] _contexts = null!;
    private FeatureGate _gate = null!;

    [Params(1, 10, 100, 1_000)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _gate = FeatureGate.FromJson(Scenarios.ManyRules(Rules));
        _contexts = Subjects.WithAttributes();
    }

    [GlobalCleanup]
    public void Cleanup() => _gate.Dispose();

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Gate()
    {
        int on = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            on += _gate.IsEnabled(s_key, context) ? 1 : 0;
        }

        return on;
    }
}
