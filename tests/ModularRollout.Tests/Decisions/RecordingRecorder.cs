using System.Collections.Concurrent;

namespace ModularRollout.Tests.Decisions;

/// <summary>Keeps what it gets; what happens on a call is up to the test.</summary>
internal sealed class RecordingRecorder : IDecisionRecorder
{
    private readonly Func<int, CancellationToken, ValueTask> _onCall;
    private int _calls;
    private int _running;

    public RecordingRecorder(string name = "memory", Func<int, CancellationToken, ValueTask>? onCall = null)
    {
        Name = name;
        _onCall = onCall ?? ((_, _) => ValueTask.CompletedTask);
    }

    public string Name { get; }

    public ConcurrentQueue<DecisionRecord> Records { get; } = [];

    public bool HasOverlapped { get; private set; }

    public int Calls => Volatile.Read(ref _calls);

    public async ValueTask RecordAsync(ReadOnlyMemory<DecisionRecord> records, CancellationToken cancellationToken)
    {
        HasOverlapped |= Interlocked.Increment(ref _running) != 1;
        try
        {
            await _onCall(Interlocked.Increment(ref _calls), cancellationToken);
            foreach (DecisionRecord record in records.ToArray())
            {
                Records.Enqueue(record);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
