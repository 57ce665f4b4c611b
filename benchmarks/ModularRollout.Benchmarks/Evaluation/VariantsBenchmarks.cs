using BenchmarkDotNet.Attributes;
using Microsoft.FeatureManagement;
using ModularRollout.Benchmarks.Floor;
using ModularRollout.Benchmarks.Peers;

namespace ModularRollout.Benchmarks.Evaluation;

/// <summary>D: a text variant of three weights.</summary>
public class VariantsBenchmarks
{
    private static readonly FlagKey<string> s_key = new(Scenarios.Variants, "");

    private EvaluationContext[] _contexts = null!;
    private FloorContext[] _floorContexts = null!;
    private PeerSubject[] _peerSubjects = null!;
    private FloorGate _floor = null!;
    private FloorGate _floorScope = null!;
    private FeatureGate _gate = null!;
    private FeatureScope? _scope; // opened on the thread that measures
    private IFeatureGate _interface = null!;
    private FeatureManagementPeer _peer = null!;

    [GlobalSetup]
    public void Setup()
    {
        _contexts = Subjects.Keyed();
        _floorContexts = Floors.Contexts();
        _peerSubjects = PeerSubject.All();
        _floor = Floors.Of(Scenarios.Variants, new ThreadCounter());
        _floorScope = Floors.Of(Scenarios.Variants, new ScopeCounter());
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
        int reds = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            reds += IsRed(_gate.Get(s_key, context));
        }

        return reds;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Scope()
    {
        FeatureScope scope = _scope ??= _gate.OpenScope();
        int reds = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            reds += IsRed(scope.Get(s_key, context));
        }

        return reds;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Interface()
    {
        int reds = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            reds += IsRed(_interface.Get(s_key, context));
        }

        return reds;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public async Task<int> FeatureManagement()
    {
        int reds = 0;
        foreach (PeerSubject subject in _peerSubjects)
        {
            Variant variant = await _peer.Manager.GetVariantAsync(Scenarios.Variants, subject).ConfigureAwait(false);
            reds += IsRed(variant.Configuration.Value!);
        }

        return reds;
    }

    private int Walk(FloorGate floor)
    {
        int reds = 0;
        foreach (ref readonly FloorContext context in _floorContexts.AsSpan())
        {
            reds += IsRed(floor.Decide(0, context).Outcome.Text);
        }

        return reds;
    }

    private static int IsRed(string colour) => colour[1] == 'd' ? 1 : 0;
}
