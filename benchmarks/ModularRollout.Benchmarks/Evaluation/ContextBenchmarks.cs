using BenchmarkDotNet.Attributes;
using Microsoft.FeatureManagement.FeatureFilters;

namespace ModularRollout.Benchmarks.Evaluation;

/// <summary>F: building a context.</summary>
public class ContextBenchmarks
{
    private string[] _ids = null!;
    private string[] _countries = null!;
    private string[] _plans = null!;

    [GlobalSetup]
    public void Setup()
    {
        _ids = Subjects.Ids();
        _countries = new string[Subjects.Count];
        _plans = new string[Subjects.Count];
        for (int i = 0; i < Subjects.Count; i++)
        {
            _countries[i] = Subjects.Country(i);
            _plans[i] = Subjects.Plan(i);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Subjects.Count)]
    public ulong Key()
    {
        ulong sum = 0;
        foreach (string id in _ids)
        {
            sum += new EvaluationContext(id).KeyHash;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public ulong KeyAndThreeAttributes()
    {
        ulong sum = 0;
        for (int i = 0; i < _ids.Length; i++)
        {
            EvaluationContext context = EvaluationContext.For(_ids[i]).With("country", _countries[i]).With("plan", _plans[i]).With("age", 41L).Build();
            sum += context.KeyHash;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int FeatureManagementKey()
    {
        int sum = 0;
        foreach (string id in _ids)
        {
            sum += UserOf(new TargetingContext { UserId = id });
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int FeatureManagementKeyAndGroups()
    {
        int sum = 0;
        for (int i = 0; i < _ids.Length; i++)
        {
            sum += UserOf(new TargetingContext { UserId = _ids[i], Groups = [_countries[i], _plans[i], "41"] });
        }

        return sum;
    }

    // Not inlined: the context of a peer escapes into its call.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static int UserOf(TargetingContext context) => context.UserId.Length;
}
