using BenchmarkDotNet.Attributes;

namespace ModularRollout.Benchmarks.Evaluation;

/// <summary>A list of ids that holds every second subject, beside a set of strings.</summary>
public abstract class ListBenchmarks
{
    private static readonly FlagKey<bool> s_key = new(Scenarios.Growing, false);

    private EvaluationContext[] _contexts = null!;
    private string[] _ids = null!;
    private HashSet<string> _set = null!;
    private FeatureGate _gate = null!;

    /// <summary>Gets the number of entries of the list.</summary>
    protected abstract int Length { get; }

    /// <summary>Gets the number of subjects that are walked: half of them are in the list, from all over it.</summary>
    protected abstract int Walked { get; }

    [GlobalSetup]
    public void Setup()
    {
        _gate = FeatureGate.FromJson(Scenarios.LongList(Length));
        _set = new HashSet<string>(Length, StringComparer.Ordinal);
        for (int i = 0; i < Length; i++)
        {
            _set.Add(Subjects.Id(2 * i));
        }

        _ids = new string[Walked];
        for (int i = 0; i < Walked; i++)
        {
            _ids[i] = Subjects.Id((int)((long)(i / 2) * 7919 % Length * 2) + (i & 1));
        }

        _contexts = Array.ConvertAll(_ids, static id => new EvaluationContext(id));
    }

    [GlobalCleanup]
    public void Cleanup() => _gate.Dispose();

    protected int WalkSet()
    {
        int on = 0;
        foreach (string id in _ids)
        {
            on += _set.Contains(id) ? 1 : 0;
        }

        return on;
    }

    protected int WalkGate()
    {
        int on = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            on += _gate.IsEnabled(s_key, context) ? 1 : 0;
        }

        return on;
    }
}

/// <summary>J: among a million ids, walking as many subjects as every other scenario, and as its floor did.</summary>
public class MillionBenchmarks : ListBenchmarks
{
    protected override int Length => 1_000_000;

    protected override int Walked => Subjects.Count;

    [Benchmark(Baseline = true, OperationsPerInvoke = Subjects.Count)]
    public int HashSet() => WalkSet();

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Gate() => WalkGate();
}

/// <summary>J and below, cold: more subjects than the caches hold of a long list.</summary>
public class ColdListBenchmarks : ListBenchmarks
{
    private const int Cold = 16_384;

    [Params(1, 10, 100, 1_000, 100_000, 1_000_000)]
    public int Entries { get; set; }

    protected override int Length => Entries;

    protected override int Walked => Cold;

    [Benchmark(Baseline = true, OperationsPerInvoke = Cold)]
    public int HashSet() => WalkSet();

    [Benchmark(OperationsPerInvoke = Cold)]
    public int Gate() => WalkGate();
}
