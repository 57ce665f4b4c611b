using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Testing;

namespace ModularRollout.Tests.Decisions;

public class DecisionJournalTests
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("a secret of 16+ bytes");

    [Fact]
    public async Task Decide_WithARecorder_RecordsWhatWasDecided()
    {
        var recorder = new RecordingRecorder();
        var gate = new TelemetryGate("journal.record", options => options.Journal.Recorders.Add(recorder));

        Decision decision = gate.Decide("rules", EvaluationContext.For("user-1").With("country", "CH").Build());
        gate.Decide("nobody", default);
        await gate.Gate.DisposeAsync();

        DecisionRecord[] records = [.. recorder.Records];
        Assert.Equal(2, records.Length);
        DecisionRecord record = records[0];
        Assert.Equal(
            (decision.Flag, decision.Variant, decision.Reason, decision.Error, decision.Rule, decision.Arm, decision.SnapshotVersion),
            (record.Flag, record.Variant, record.Reason, record.Error, record.Rule, record.Arm, record.SnapshotVersion));
        Assert.Equal((gate.Gate.Current.ContentHash, gate.Clock.GetUtcNow()), (record.ContentHash, record.Time));
        Assert.Equal((null, null), (record.SubjectHash, record.Context));
        Assert.Equal(("journal.record.nobody", DecisionError.FlagNotFound, null), (records[1].Flag, records[1].Error, records[1].ContentHash));
    }

    [Fact]
    public async Task Decide_ContextIsAskedFor_ReplaysToTheRecordedDecision()
    {
        var recorder = new RecordingRecorder();
        var gate = new TelemetryGate("journal.replay", options =>
        {
            options.Journal.Recorders.Add(recorder);
            options.Journal.IncludeContext = true;
        });
        for (int i = 0; i < 200; i++)
        {
            EvaluationContext context = EvaluationContext.For($"user-{i}").With("country", i % 2 == 0 ? "CH" : "AT").Build();
            foreach (string flag in (string[])["constant", "split", "weights", "rules", "dated", "requires"])
            {
                gate.Decide(flag, context);
            }

            gate.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await gate.Gate.DisposeAsync();

        Assert.Equal(1_200, recorder.Records.Count);
        Assert.Equal(2, recorder.Records.Where(record => record.Flag == "journal.replay.dated").Select(record => record.Variant).Distinct().Count());
        Assert.All(recorder.Records, record =>
        {
            Decision again = gate.Gate.Current.Replay(record.Flag, record.Context!.Value, record.Time);
            Assert.Equal((record.Variant, record.Reason, record.Rule), (again.Variant, again.Reason, again.Rule));
        });
    }

    [Fact]
    public async Task Decide_SubjectHashIsAskedFor_IsThatOfTheKeyOrItsHmac()
    {
        RecordingRecorder plain = new(), secret = new();
        var gate = new TelemetryGate("journal.hash", options => Ask(options, plain, null));
        var guarded = new TelemetryGate("journal.hash", options => Ask(options, secret, s_secret));
        var context = new EvaluationContext("user-1");

        foreach (TelemetryGate each in (TelemetryGate[])[gate, guarded])
        {
            each.Decide("constant", context);
            each.Decide("constant", default);
            await each.Gate.DisposeAsync();
        }

        Assert.Equal([context.KeyHash.ToString("x16", CultureInfo.InvariantCulture), null], plain.Records.Select(record => record.SubjectHash));
        Assert.Equal([Convert.ToHexStringLower(HMACSHA256.HashData(s_secret, "user-1"u8)), null], secret.Records.Select(record => record.SubjectHash));
        Assert.All(plain.Records, record => Assert.Null(record.Context));

        static void Ask(DecisionTelemetryOptions options, RecordingRecorder recorder, byte[]? secret)
        {
            options.Journal.Recorders.Add(recorder);
            options.Journal.IncludeSubjectHash = true;
            options.Secret = secret;
        }
    }

    [Fact]
    public async Task Dispose_ManyThreadsSmallRing_AccountsForEveryDecision()
    {
        const int Threads = 6;
        const int Each = 20_000;
        var slow = new RecordingRecorder("slow", async (_, _) => await Task.Yield());
        var quick = new RecordingRecorder("quick");
        var gate = new TelemetryGate("journal.law", options =>
        {
            options.Journal.Recorders.Add(slow);
            options.Journal.Recorders.Add(quick);
            options.Journal.Capacity = 64;
            options.Journal.BatchSize = 10;
        });

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                gate.Gate.Decide("journal.law.constant", default);
            }
        })));
        await gate.Gate.DisposeAsync();
        gate.Decide("constant", default);

        (long slowDelivered, _, long slowDropped) = gate.Gate.Telemetry.Journal!.Lanes[0].Outcomes;
        (long quickDelivered, _, long quickDropped) = gate.Gate.Telemetry.Journal!.Lanes[1].Outcomes;
        Assert.Equal((Threads * Each) + 1, slowDelivered + slowDropped);
        Assert.Equal((Threads * Each) + 1, quickDelivered + quickDropped);
        Assert.Equal((slow.Records.Count, quick.Records.Count), (slowDelivered, quickDelivered));
        Assert.False(slow.HasOverlapped || quick.HasOverlapped);
    }

    [Fact]
    public async Task Decide_RecorderThrows_OthersGetEverything()
    {
        var logger = new FakeLogger();
        var bad = new RecordingRecorder("bad", (call, _) => call % 2 == 0 ? ValueTask.CompletedTask : throw new InvalidOperationException("A recorder's own fault."));
        var good = new RecordingRecorder("good");
        var gate = new TelemetryGate(
            "journal.throws",
            options =>
            {
                options.Journal.Recorders.Add(bad);
                options.Journal.Recorders.Add(good);
                options.Journal.BatchSize = 7;
            },
            logger);

        for (int i = 0; i < 1_000; i++)
        {
            gate.Decide("constant", default);
        }

        await gate.Gate.Telemetry.Journal!.DisposeAsync();

        Dictionary<string, long> outcomes = MeterProbe.Read("journal.throws").Where(read => read.Instrument == "modular_rollout.journal.records")
            .ToDictionary(read => $"{read.Tags["modular_rollout.recorder"]} {read.Tags["modular_rollout.outcome"]}", read => read.Value);
        Assert.Equal(1_000, good.Records.Count);
        Assert.Equal((1_000, 0, 0), (outcomes["good delivered"], outcomes["good failed"], outcomes["good dropped"]));
        Assert.Equal(1_000, outcomes["bad delivered"] + outcomes["bad failed"]);
        Assert.Equal(bad.Records.Count, outcomes["bad delivered"]);
        Assert.True(outcomes["bad failed"] > 0);
        Assert.Single(logger.Collector.GetSnapshot(), record => record.Id.Id == 1004);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_RecorderHangs_WaitsNoLongerThanAllowed(bool isSync)
    {
        var cancelled = new TaskCompletionSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hanging = new RecordingRecorder("hanging", async (_, token) =>
        {
            started.TrySetResult();
            await using CancellationTokenRegistration registration = token.Register(cancelled.SetResult);
            await cancelled.Task;
        });
        var good = new RecordingRecorder("good");
        var logger = new FakeLogger();
        void Configure(DecisionTelemetryOptions options)
        {
            options.Journal.Recorders.Add(hanging);
            options.Journal.Recorders.Add(good);
            options.Journal.Capacity = 16;
            options.Journal.BatchSize = 16;
            options.Journal.FlushTimeout = isSync ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(5);
        }

        var gate = new TelemetryGate($"journal.hangs.{isSync}", Configure, logger);

        gate.Decide("constant", default);
        await started.Task;
        for (int i = 0; i < 100; i++)
        {
            gate.Decide("constant", default);
        }

        if (isSync)
        {
            gate.Gate.Dispose();
        }
        else
        {
            Task disposing = gate.Gate.DisposeAsync().AsTask();
            Assert.False(disposing.IsCompleted);
            await Eventually.True(() => disposing.IsCompleted, gate.Clock, TimeSpan.FromSeconds(1));
            await disposing;
        }

        await cancelled.Task;
        (long delivered, long failed, long dropped) = gate.Gate.Telemetry.Journal!.Lanes[0].Outcomes;
        (long goodDelivered, _, long goodDropped) = gate.Gate.Telemetry.Journal!.Lanes[1].Outcomes;
        Assert.Equal((1, 0, 100), (delivered, failed, dropped));
        Assert.Equal(101, goodDelivered + goodDropped);
        Assert.Equal(1, hanging.Calls);
        Assert.Contains(logger.Collector.GetSnapshot(), record => record.Id.Id == 1006 && record.Message.Contains("'hanging'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decide_RingIsFull_DropsTheNewestAndSaysSo()
    {
        var logger = new FakeLogger();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var recorder = new RecordingRecorder("busy", async (_, _) =>
        {
            started.TrySetResult();
            await release.Task;
        });
        var gate = new TelemetryGate(
            "journal.full",
            options =>
            {
                options.Journal.Recorders.Add(recorder);
                (options.Journal.Capacity, options.Journal.BatchSize) = (16, 4);
            },
            logger);

        gate.Decide("text", default);
        await started.Task;
        for (int i = 0; i < 20; i++)
        {
            gate.Decide(i < 16 ? "constant" : "number", default);
        }

        release.SetResult();
        await gate.Gate.DisposeAsync();

        Assert.Equal((17L, 0L, 4L), gate.Gate.Telemetry.Journal!.Lanes[0].Outcomes);
        Assert.DoesNotContain(recorder.Records, record => record.Flag == "journal.full.number");
        Assert.Equal(1005, Assert.Single(logger.Collector.GetSnapshot()).Id.Id);
    }

    [Fact]
    public async Task Dispose_Twice_IsAsOnce()
    {
        var recorder = new RecordingRecorder();
        var gate = new TelemetryGate("journal.twice", options => options.Journal.Recorders.Add(recorder));
        gate.Decide("constant", default);

        await gate.Gate.DisposeAsync();
        gate.Gate.Dispose();
        await gate.Gate.DisposeAsync();

        Assert.Single(recorder.Records);
    }

    [Fact]
    public async Task Decide_RecordersOfOneName_AreToldApart()
    {
        var gate = new TelemetryGate("journal.names", options =>
        {
            options.Journal.Recorders.Add(new RecordingRecorder("same"));
            options.Journal.Recorders.Add(new RecordingRecorder("same"));
            options.Journal.Recorders.Add(new NamelessRecorder());
        });

        Assert.Equal(["same", "same#1", nameof(NamelessRecorder)], gate.Gate.Telemetry.Journal!.Lanes.ToArray().Select(lane => lane.Name));
        await gate.Gate.DisposeAsync();
    }

    private sealed class NamelessRecorder : IDecisionRecorder
    {
        public string Name => throw new InvalidOperationException();

        public ValueTask RecordAsync(ReadOnlyMemory<DecisionRecord> records, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
