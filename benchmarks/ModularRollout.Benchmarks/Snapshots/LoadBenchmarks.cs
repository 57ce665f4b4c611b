using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using ModularRollout.Benchmarks.Peers;

namespace ModularRollout.Benchmarks.Snapshots;

/// <summary>I: reading, checking, compiling and publishing a realistic document.</summary>
public class LoadBenchmarks
{
    private byte[] _document = null!;
    private byte[] _edited = null!;
    private HandPublishedGate _loaded = null!;
    private bool _turn;

    [Params(10_000, 100_000)]
    public int Flags { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _document = RealisticDocument.Make(Flags);
        _edited = RealisticDocument.Make(Flags, changed: 5);
        _loaded = new HandPublishedGate(_document);
    }

    [GlobalCleanup]
    public void Cleanup() => _loaded.Dispose();

    [Benchmark(Baseline = true)]
    public object JsonObjects() => JsonSerializer.Deserialize<PlainDocument>(_document)!;

    [Benchmark]
    public long Load()
    {
        using var gate = new HandPublishedGate(_document); // its meter would keep it
        return gate.Gate.Current.Version;
    }

    [Benchmark]
    public long LoadFromJson()
    {
        using FeatureGate gate = FeatureGate.FromJson(_document);
        return gate.Current.Version;
    }

    [Benchmark]
    public object ReloadWithOneChange()
    {
        _turn = !_turn;
        return _loaded.Publish(_turn ? _edited : _document);
    }
}

/// <summary>I for Microsoft.FeatureManagement: the configuration alone; each flag's first use comes on top.</summary>
public class LoadPeerBenchmarks
{
    private readonly byte[] _document = FeatureManagementDocument.Make(10_000);

    [Benchmark]
    public object FeatureManagementConfiguration()
    {
        using var stream = new MemoryStream(_document);
        return new ConfigurationBuilder().AddJsonStream(stream).Build();
    }
}
