using Microsoft.Extensions.Time.Testing;
using ModularRollout.Outcomes;

namespace ModularRollout.Tests.Outcomes;

public sealed class OutcomeRecorderTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingReader _reader = new();
    private readonly List<Exception> _failures = [];
    private readonly OutcomeRecorder _recorder;

    public OutcomeRecorderTests() => _recorder = new OutcomeRecorder(_clock, _failures.Add);

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public void Record_EachKind_ArrivesWithSubjectArmDurationAndTime()
    {
        OutcomeChannel channel = _recorder.Open(_reader, 3);
        long before = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(5));

        channel.Record(7, DecisionArm.Candidate, Outcome.Success(TimeSpan.FromSeconds(2)));
        channel.Record(8, DecisionArm.Baseline, Outcome.Failure(TimeSpan.FromMilliseconds(1)));
        channel.Record(9, DecisionArm.None, Outcome.Event("order-lost", TimeSpan.FromSeconds(3)));
        _recorder.Drain();

        Assert.Equal(["Candidate success 2000", "Baseline failure 1", "None custom0 3000"], _reader.Codes);
        Assert.Equal([7ul, 8ul, 9ul], _reader.Records.Select(static entry => entry.Record.Subject));
        Assert.All(_reader.Records, entry => Assert.Equal((3, TimeSpan.FromSeconds(5)), (entry.Stretch, _clock.GetElapsedTime(before, entry.Record.Reported))));
        Assert.All(_reader.Records, static entry => Assert.Equal(entry.Record.DurationTicks, entry.Record.AgeTicks));
    }

    [Fact]
    public void Record_CustomEventThatNobodyAsksFor_IsNotRecorded()
    {
        OutcomeChannel channel = _recorder.Open(_reader, 0);

        channel.Record(1, DecisionArm.Candidate, Outcome.Event("unknown"));
        _recorder.Drain();

        Assert.Empty(_reader.Records);
    }

    [Fact]
    public void Drain_Again_HandsOverOnlyWhatIsNew()
    {
        OutcomeChannel channel = _recorder.Open(_reader, 0);
        for (int i = 0; i < 3000; i++)
        {
            channel.Record((ulong)i, DecisionArm.Candidate, Outcome.Success(default));
            if (i % 700 == 0)
            {
                _recorder.Drain();
            }
        }

        _recorder.Drain();
        _recorder.Drain();

        Assert.Equal(Enumerable.Range(0, 3000).Select(static i => (ulong)i), _reader.Records.Select(static entry => entry.Record.Subject));
    }

    [Fact]
    public void Drain_SeveralChannels_HandsEachItsOwn()
    {
        var other = new RecordingReader();
        OutcomeChannel first = _recorder.Open(_reader, 0);
        OutcomeChannel second = _recorder.Open(_reader, 1);
        OutcomeChannel third = _recorder.Open(other, 0);

        foreach (OutcomeChannel channel in new[] { first, second, third, second, second })
        {
            channel.Record(1, DecisionArm.Candidate, Outcome.Success(default));
        }

        _recorder.Drain();

        Assert.Equal([0, 1, 1, 1], _reader.Records.Select(static entry => entry.Stretch));
        Assert.Single(other.Records);
    }

    [Fact]
    public void Drain_Always_SaysUpToWhenItHasRead()
    {
        _recorder.Open(_reader, 0);
        _clock.Advance(TimeSpan.FromHours(1));

        _recorder.Drain();

        Assert.Equal([_clock.GetTimestamp()], _reader.Settled);
    }

    [Fact]
    public void Record_OfAThreadThatEnded_IsNotLostAndItsLaneGoes()
    {
        OutcomeChannel channel = _recorder.Open(_reader, 0);
        for (int i = 0; i < 5; i++)
        {
            var thread = new Thread(() => channel.Record(1, DecisionArm.Candidate, Outcome.Success(default)));
            thread.Start();
            thread.Join();
        }

        Assert.Equal(5, _recorder.LaneCount);
        _recorder.Drain();
        channel.Record(1, DecisionArm.Candidate, Outcome.Success(default));
        _recorder.Drain();

        Assert.Equal(6, _reader.Records.Count);
        Assert.Equal(1, _recorder.LaneCount);
    }

    [Fact]
    public void Close_Reader_ForgetsWhatItWasNotHandedAndTakesNothingMore()
    {
        var other = new RecordingReader();
        OutcomeChannel closed = _recorder.Open(_reader, 0);
        OutcomeChannel open = _recorder.Open(other, 0);
        closed.Record(1, DecisionArm.Candidate, Outcome.Success(default));
        open.Record(1, DecisionArm.Candidate, Outcome.Success(default));

        _recorder.Close(_reader);
        closed.Record(1, DecisionArm.Candidate, Outcome.Success(default));
        _recorder.Drain();

        Assert.Empty(_reader.Records);
        Assert.Empty(_reader.Settled);
        Assert.Single(other.Records);
    }

    [Fact]
    public void Dispose_Recorder_ClosesEveryChannelAndThoseOpenedLater()
    {
        OutcomeChannel channel = _recorder.Open(_reader, 0);
        _recorder.Dispose();
        OutcomeChannel late = _recorder.Open(_reader, 1);

        channel.Record(1, DecisionArm.Candidate, Outcome.Success(default));
        late.Record(1, DecisionArm.Candidate, Outcome.Success(default));
        _recorder.Drain();

        Assert.Empty(_reader.Records);
        Assert.Equal(0, _recorder.LaneCount);
    }

    [Fact]
    public void Read_ReaderThrows_CountsTheBatchAsDroppedAndGoesOn()
    {
        OutcomeChannel channel = _recorder.Open(_reader, 2);
        _reader.OnRead = static () => throw new InvalidOperationException("broken");
        channel.Record(1, DecisionArm.Candidate, Outcome.Success(default));
        channel.Record(1, DecisionArm.Candidate, Outcome.Success(default));

        _recorder.Drain();
        _reader.OnRead = null;
        channel.Record(1, DecisionArm.Candidate, Outcome.Failure(default));
        _recorder.Drain();

        Assert.Equal([(2, 2L, 0L)], _reader.Losses);
        Assert.Single(_failures);
        Assert.Equal(["Candidate failure 0"], _reader.Codes);
    }

    [Fact]
    public void Record_NobodyDrains_DropsBeyondTheBoundAndCountsIt()
    {
        const int Kept = OutcomeRecorder.ChunkLength * (OutcomeRecorder.MostWaitingChunks + 1);
        OutcomeChannel channel = _recorder.Open(_reader, 0);
        channel.Record(0, DecisionArm.Candidate, Outcome.Success(default));
        using var isIn = new ManualResetEventSlim();
        using var mayGo = new ManualResetEventSlim();
        _reader.OnRead = () =>
        {
            isIn.Set();
            mayGo.Wait();
        };

        // Someone else's drain hangs in the reader; the one that full chunks ask for waits for it.
        var stuck = new Thread(_recorder.Drain);
        stuck.Start();
        isIn.Wait();
        for (int i = 1; i < Kept + 500; i++)
        {
            channel.Record((ulong)i, DecisionArm.Candidate, Outcome.Success(default));
        }

        _reader.OnRead = null;
        mayGo.Set();
        stuck.Join();
        _recorder.Drain();
        channel.Record(1_000_000, DecisionArm.Candidate, Outcome.Success(default));
        _recorder.Drain();

        Assert.Equal(Kept + 1, _reader.Records.Count);
        Assert.Equal(500, _reader.Losses.Sum(static loss => loss.Dropped));
        Assert.Equal(1_000_000ul, _reader.Records.Last().Record.Subject);
    }
}
