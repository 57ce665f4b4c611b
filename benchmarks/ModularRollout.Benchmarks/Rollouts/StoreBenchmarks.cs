using BenchmarkDotNet.Attributes;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Benchmarks.Rollouts;

/// <summary>N: what a disk asks for an entry that is durable, and what the store adds to it.</summary>
/// <remarks>The floor writes the same bytes to an open file and flushes it. The folder is beside the program, since a folder for temporary files may be in memory.</remarks>
public class StoreBenchmarks
{
    private const string Flag = "checkout.one-page";

    private readonly byte[] _checkpoint = new byte[1 << 20];
    private string _folder = "";
    private FileRolloutStore _store = null!;
    private FileStream _file = null!;
    private byte[] _line = null!;
    private RolloutJournalEntry? _last;

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"rollouts-{Environment.ProcessId}")).FullName;
        _store = new FileRolloutStore(_folder);
        _ = _store.TryAcquireLeaseAsync("benchmark", CancellationToken.None).AsTask().GetAwaiter().GetResult() ?? throw new InvalidOperationException("The lease is held.");
        for (int i = 0; i < 1_000; i++)
        {
            RolloutJournalEntry entry = Next("read", i == 0 ? null : _last);
            _store.AppendAsync(entry, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            _last = entry;
        }

        _last = null;
        _line = Next(Flag, previous: null).ToJson();
        _file = new FileStream(Path.Combine(_folder, "floor"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _file.Dispose();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public long WriteAndFlush()
    {
        _file.Write(_line);
        _file.Flush(flushToDisk: true);
        return _file.Position;
    }

    [Benchmark]
    public async Task<int> Append()
    {
        _last = Next(Flag, _last);
        await _store.AppendAsync(_last, CancellationToken.None);
        return _last.Attempt;
    }

    [Benchmark]
    public int MakeEntry() => Next(Flag, _last).Attempt;

    [Benchmark]
    public async Task<int> WriteCheckpointOf1MiB()
    {
        await _store.WriteCheckpointAsync(Flag, "controller", _checkpoint, CancellationToken.None);
        return _checkpoint.Length;
    }

    [Benchmark]
    public async Task<int> ReadAndVerify1000Entries() =>
        RolloutJournal.Read("read", await _store.ReadAsync("read", 0, CancellationToken.None)).Entries.Count;

    private static RolloutJournalEntry Next(string flag, RolloutJournalEntry? previous) => RolloutJournalEntry.After(previous, new RolloutEntryDraft
    {
        Flag = flag,
        Attempt = 1,
        Time = DateTimeOffset.UnixEpoch,
        Actor = "director",
        Kind = RolloutEntryKind.Advance,
        From = new RolloutPosition(RolloutStatus.Running, 0, stretch: 1),
        To = new RolloutPosition(RolloutStatus.Running, 1, stretch: 2),
        Reason = "The stage has dwelt for 2 h, and every guard is healthy.",
        Verdicts = [new GuardReading("errors", GuardVerdict.Healthy) { Log = -1.5, LogLimit = 5.3, CandidateOutcomes = 5_000, BaselineOutcomes = 95_000, Sentence = "Healthy." }],
        Counters = new Dictionary<string, long> { ["errors/candidate"] = 12, ["errors/baseline"] = 230 },
    });
}
