using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;
using ModularRollout.Benchmarks.Peers;

namespace ModularRollout.Benchmarks.Snapshots;

/// <summary>E: finding one of many constant flags, by key and by name.</summary>
public class NameBenchmarks
{
    private readonly EvaluationContext _context = new(Subjects.Id(0));
    private FlagKey<bool>[] _keys = null!;
    private string[] _names = null!;
    private FeatureGate _gate = null!;

    [Params(10, 1_000, 10_000, 100_000)]
    public int Flags { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _gate = FeatureGate.FromJson(Scenarios.ConstantFlags(Flags));
        _names = Names(Flags);
        _keys = Array.ConvertAll(_names, static name => new FlagKey<bool>(name, false));
    }

    [GlobalCleanup]
    public void Cleanup() => _gate.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Subjects.Count)]
    public int Key()
    {
        int on = 0;
        foreach (FlagKey<bool> key in _keys)
        {
            on += _gate.IsEnabled(key, _context) ? 1 : 0;
        }

        return on;
    }

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public int Name()
    {
        int on = 0;
        foreach (string name in _names)
        {
            on += _gate.IsEnabled(name, _context) ? 1 : 0;
        }

        return on;
    }

    /// <summary>Spreads as many names as there are subjects over the flags.</summary>
    internal static string[] Names(int flags)
    {
        string[] names = new string[Subjects.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Scenarios.FlagName((int)((long)i * 7919 % flags));
        }

        return names;
    }
}

/// <summary>E for Microsoft.FeatureManagement, by name among 1,000 flags.</summary>
public class NamePeerBenchmarks
{
    private string[] _names = null!;
    private FeatureManagementPeer _peer = null!;

    [GlobalSetup]
    public void Setup()
    {
        _names = NameBenchmarks.Names(1_000);
        _peer = new FeatureManagementPeer(new ConfigurationBuilder().AddInMemoryCollection(FeatureManagementDocument.Flags(1_000, constant: true)).Build());
    }

    [GlobalCleanup]
    public void Cleanup() => _peer.Dispose();

    [Benchmark(OperationsPerInvoke = Subjects.Count)]
    public async Task<int> FeatureManagement()
    {
        int on = 0;
        foreach (string name in _names)
        {
            on += await _peer.Manager.IsEnabledAsync(name).ConfigureAwait(false) ? 1 : 0;
        }

        return on;
    }
}
