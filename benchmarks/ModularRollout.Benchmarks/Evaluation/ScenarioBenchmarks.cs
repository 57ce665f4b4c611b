using BenchmarkDotNet.Attributes;
using Microsoft.FeatureManagement;
using ModularRollout.Benchmarks.Floor;
using ModularRollout.Benchmarks.Peers;

namespace ModularRollout.Benchmarks.Evaluation;

/// <summary>One boolean flag, decided for every subject: by the floor, by us in three ways, by a peer.</summary>
public abstract class ScenarioBenchmarks
{
    private FlagKey<bool> _key = null!;
    private EvaluationContext[] _contexts = null!;
    private FloorContext[] _floorContexts = null!;
    private PeerSubject[] _peerSubjects = null!;
    private FloorGate _floor = null!;
    private FloorGate _floorScope = null!;
    private FeatureGate _gate = null!;
    private FeatureScope? _scope; // opened on the thread that measures
    private IFeatureGate _interface = null!;
    private FeatureManagementPeer _peer = null!;

    protected abstract string Scenario { get; }

    [GlobalSetup]
    public void Setup()
    {
        _key = new FlagKey<bool>(Scenario, false);
        _contexts = Scenario == Scenarios.Rules ? Subjects.WithAttributes() : Subjects.Keyed();
        _floorContexts = Floors.Contexts();
        _peerSubjects = PeerSubject.All();
        _floor = Floors.Of(Scenario, new ThreadCounter());
        _floorScope = Floors.Of(Scenario, new ScopeCounter());
        _gate = FeatureGate.FromJson(Scenarios.Document);
        _interface = _gate;
        _peer = FeatureManagementPeer.OfScenarios();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _scope?.Dispose();
        _gate.Dispose();
        _peer.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Subjects.Count)]
    public int Floor() => Walk(_floor);

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int FloorInScope() => Walk(_floorScope);

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Gate()
    {
        int on = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            on += _gate.IsEnabled(_key, context) ? 1 : 0;
        }

        return on;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Scope()
    {
        FeatureScope scope = _scope ??= _gate.OpenScope();
        int on = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            on += scope.IsEnabled(_key, context) ? 1 : 0;
        }

        return on;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Interface()
    {
        int on = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            on += _interface.IsEnabled(_key, context) ? 1 : 0;
        }

        return on;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public async Task<int> FeatureManagement()
    {
        int on = 0;
        foreach (PeerSubject subject in _peerSubjects)
        {
            on += await _peer.Manager.IsEnabledAsync(Scenario, subject).ConfigureAwait(false) ? 1 : 0;
        }

        return on;
    }

    private int Walk(FloorGate floor)
    {
        int on = 0;
        foreach (ref readonly FloorContext context in _floorContexts.AsSpan())
        {
            on += floor.Decide(0, context).Outcome.IsEnabled ? 1 : 0;
        }

        return on;
    }
}

/// <summary>A: a constant flag.</summary>
public class ConstantBenchmarks : ScenarioBenchmarks
{
    protected override string Scenario => Scenarios.Constant;
}

/// <summary>B: half of the subjects.</summary>
public class SplitBenchmarks : ScenarioBenchmarks
{
    protected override string Scenario => Scenarios.Split;
}

/// <summary>C: three rules, the third matches, then a fifth.</summary>
public class RulesBenchmarks : ScenarioBenchmarks
{
    protected override string Scenario => Scenarios.Rules;
}
