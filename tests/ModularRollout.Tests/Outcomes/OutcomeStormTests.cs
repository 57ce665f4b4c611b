using ModularRollout.Outcomes;

namespace ModularRollout.Tests.Outcomes;

/// <summary>Real threads, exact counts.</summary>
public sealed class OutcomeStormTests
{
    private const int Threads = 8;
    /// <summary>All of them fit in the chunks that may wait: on a busy machine the drains may come late.</summary>
    private const int PerThread = 30_000;

    [Fact]
    public void Record_ManyThreadsAndConcurrentDrains_LosesAndDoublesNothing()
    {
        var reader = new RecordingReader();
        using var recorder = new OutcomeRecorder(TimeProvider.System, static _ => { });
        OutcomeChannel[] channels = [recorder.Open(reader, 0), recorder.Open(reader, 1)];
        using var start = new Barrier(Threads + 2);
        bool isDone = false;
        Thread[] drains = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            while (!Volatile.Read(ref isDone))
            {
                recorder.Drain();
            }
        }))];
        Thread[] writers = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < PerThread; i++)
            {
                channels[i & 1].Record(((ulong)thread << 32) | (uint)i, DecisionArm.Candidate, Outcome.Success(default));
            }
        }))];

        Array.ForEach([.. drains, .. writers], static thread => thread.Start());
        Array.ForEach(writers, static thread => thread.Join());
        Volatile.Write(ref isDone, true);
        Array.ForEach(drains, static thread => thread.Join());
        recorder.Drain();

        Assert.Empty(reader.Losses);
        Assert.Equal(Threads * PerThread, reader.Records.Count);
        Assert.All(reader.Records.GroupBy(static entry => entry.Record.Subject >> 32), static thread =>
            Assert.Equal(Enumerable.Range(0, PerThread), thread.Select(static entry => (int)(uint)entry.Record.Subject)));
        Assert.All(reader.Records, static entry => Assert.Equal((int)(entry.Record.Subject & 1), entry.Stretch));
    }

    [Fact]
    public void Record_ThreadsThatComeAndGo_LosesAndDoublesNothing()
    {
        var reader = new RecordingReader();
        using var recorder = new OutcomeRecorder(TimeProvider.System, static _ => { });
        OutcomeChannel channel = recorder.Open(reader, 0);

        for (int wave = 0; wave < 40; wave++)
        {
            Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
            {
                for (int i = 0; i < 1500; i++)
                {
                    channel.Record((ulong)i, DecisionArm.Candidate, Outcome.Success(default));
                }
            }))];
            Array.ForEach(threads, static thread => thread.Start());
            recorder.Drain();
            Array.ForEach(threads, static thread => thread.Join());
        }

        recorder.Drain();

        Assert.Equal(40 * Threads * 1500, reader.Records.Count);
        Assert.Equal(0, recorder.LaneCount);
    }

    [Fact]
    public void Record_SeveralRecordersOnAThread_EachGetsItsOwn()
    {
        RecordingReader[] readers = [new(), new(), new()];
        OutcomeRecorder[] recorders = [.. readers.Select(static _ => new OutcomeRecorder(TimeProvider.System, static _ => { }))];
        OutcomeChannel[] channels = [.. recorders.Select((recorder, i) => recorder.Open(readers[i], i))];

        for (int i = 0; i < 3000; i++)
        {
            channels[i % 3].Record((ulong)i, DecisionArm.Candidate, Outcome.Success(default));
        }

        Array.ForEach(recorders, static recorder => recorder.Drain());

        Assert.All(readers, static reader => Assert.Equal(1000, reader.Records.Count));
        Assert.All(recorders, static recorder => Assert.Equal(1, recorder.LaneCount));
    }
}
