using System.Collections.Concurrent;
using ModularRollout.Outcomes;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Outcomes;

/// <summary>Keeps all it is handed.</summary>
internal sealed class RecordingReader : IOutcomeReader
{
    public string[] CustomEvents { get; init; } = ["order-lost"];

    public SubjectValues? Values { get; init; }

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(61);

    public ConcurrentQueue<(int Stretch, OutcomeRecord Record)> Records { get; } = [];

    public List<(int Stretch, long Dropped, long Unmeasured)> Losses { get; } = [];

    public List<long> Settled { get; } = [];

    public Action? OnRead { get; set; }

    public string[] Codes => [.. Records.Select(static entry => Name(entry.Record))];

    public void Read(int stretch, ReadOnlySpan<OutcomeRecord> records)
    {
        OnRead?.Invoke();
        foreach (OutcomeRecord record in records)
        {
            Records.Enqueue((stretch, record));
        }
    }

    public void Lose(int stretch, long dropped, long unmeasured) => Losses.Add((stretch, dropped, unmeasured));

    public void Settle(long timestamp) => Settled.Add(timestamp);

    private static string Name(in OutcomeRecord record) => $"{record.Arm} {record.Code switch { 0 => "success", 1 => "failure", var code => $"custom{code - 2}" }} {TimeSpan.FromTicks(record.DurationTicks).TotalMilliseconds}";
}
