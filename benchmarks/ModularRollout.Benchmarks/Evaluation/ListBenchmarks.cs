using BenchmarkDotNet.Attributes;

namespace ModularRollout.Benchmarks.Evaluation;

/// <summary>J and below: a list of ids that holds every second subject, beside a set of strings. Walks more subjects than the caches hold of a long list.</summary>
public class ListBenchmarks
{
    private const int Walked = 16_384;

    private static readonly FlagKey<bool> s_key = new(Scenarios.Growing, false);

    private EvaluationContext[] _contexts = null!;
    private string[] _ids = null!;
    private HashSet<string> _set = null!;
    private FeatureGate _gate = null!;

    [Params(1, 10, 100, 1_000, 100_000, 1_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _gate = FeatureGate.FromJson(Scenarios.LongList(Entries));
        _set = new HashSet<string>(Entries, StringComparer.Ordinal);
        for (int i = 0; i < Entries; i++)
        {
            _set.Add(Subjects.Id(2 * i));
        }

        // Spread over the whole list, alternately in it and not.
        _ids = new string[Walked];
        for (int i = 0; i < Walked; i++)
        {
            _ids[i] = Subjects.Id((int)((long)(i / 2) * 7919 % Entries * 2) + (i & 1));
        }

        _contexts = Array.ConvertAll(_ids, static id => new EvaluationContext(id));
    }

    [GlobalCleanup]
    public void Cleanup() => _gate.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Walked)]
    public int HashSet()
    {
        int on = 0;
        foreach (string id in _ids)
        {
            on += _set.Contains(id) ? 1 : 0;
        }

        return on;
    }

    [Benchmark(OperationsPerInvoke = Walked)]
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
