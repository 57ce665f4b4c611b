using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Microsoft.FeatureManagement;
using ModularRollout.Benchmarks.Peers;

namespace ModularRollout.Benchmarks.Decisions;

/// <summary>G: a decision's event on the current activity, which each walk of the subjects starts anew.</summary>
public class EventBenchmarks
{
    private static readonly FlagKey<bool> s_key = new(Scenarios.Split, false);

    private EvaluationContext[] _contexts = null!;
    private PeerSubject[] _peerSubjects = null!;
    private FeatureGate _gate = null!;
    private FeatureManagementPeer _peer = null!;
    private ActivityListener? _listener;

    [GlobalSetup(Targets = [nameof(Unheard), nameof(FeatureManagementUnheard)])]
    public void Setup()
    {
        _contexts = Subjects.Keyed();
        _peerSubjects = PeerSubject.All();
        _gate = FeatureGate.FromJson(Scenarios.Document);
        _peer = FeatureManagementPeer.OfScenarios(telemetry: true);
    }

    [GlobalSetup(Targets = [nameof(Heard), nameof(FeatureManagementHeard)])]
    public void SetupHeard()
    {
        Setup();
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is TelemetrySource.Name or "Microsoft.FeatureManagement",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _listener?.Dispose();
        _gate.Dispose();
        _peer.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Subjects.Count)]
    public int Unheard() => Walk();

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Heard() => Walk();

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public Task<int> FeatureManagementUnheard() => WalkPeer();

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public Task<int> FeatureManagementHeard() => WalkPeer();

    private int Walk()
    {
        using Activity activity = new Activity("request").Start();
        int on = 0;
        foreach (ref readonly EvaluationContext context in _contexts.AsSpan())
        {
            on += _gate.IsEnabled(s_key, context) ? 1 : 0;
        }

        return on;
    }

    private async Task<int> WalkPeer()
    {
        using Activity activity = new Activity("request").Start();
        int on = 0;
        foreach (PeerSubject subject in _peerSubjects)
        {
            on += await _peer.Manager.IsEnabledAsync(Scenarios.Split, subject).ConfigureAwait(false) ? 1 : 0;
        }

        return on;
    }
}
