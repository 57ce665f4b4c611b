using System.Runtime.CompilerServices;
using ModularRollout.Decisions;

namespace ModularRollout.Tests.Decisions;

[Collection(ProcessWide.Name)]
public class DecisionCountersTests
{
    private const int Threads = 8;
    private const int Rounds = 20_000;

    [Fact]
    public void Read_ManyThreadsSeveralGates_IsExact()
    {
        using var one = new TelemetryGate("count.one");
        using var two = new TelemetryGate("count.two");
        var key = new FlagKey<bool>("count.one.constant", false);

        Run(Threads, _ =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                one.Gate.Decide(key, default);
                two.Gate.Decide(key, default);
                two.Decide("text", default);
            }
        });

        Assert.Equal(Threads * Rounds, Count(one.Gate, "count.one.constant"));
        Assert.Equal(Threads * Rounds, Count(two.Gate, ""));
        Assert.Equal(Threads * Rounds, Count(two.Gate, "count.two.text"));
    }

    [Fact]
    public void Read_ThreadsHaveEnded_KeepsTheirCountsAndDropsTheirRows()
    {
        using var gate = new TelemetryGate("count.churn");
        const int Generations = 12;

        for (int generation = 0; generation < Generations; generation++)
        {
            Run(Threads, _ => Repeat(100, () => gate.Decide("constant", default)));
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Equal((generation + 1) * Threads * 100, Count(gate.Gate, "count.churn.constant"));
        }

        Collect();
        Assert.Equal(Generations * Threads * 100, Count(gate.Gate, "count.churn.constant"));
        Assert.True(gate.Gate.Counters.RowCount < Generations, $"{gate.Gate.Counters.RowCount} rows are left.");
    }

    [Fact]
    public void Read_WhileOthersCount_NeverDecreasesAndEndsExact()
    {
        using var gate = new TelemetryGate("count.reading");
        using var done = new CancellationTokenSource();
        long last = 0;
        bool decreased = false;
        var reader = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                long now = Count(gate.Gate, "count.reading.constant");
                decreased |= now < last;
                last = now;
            }
        });
        reader.Start();

        for (int i = 0; i < 5; i++)
        {
            Run(Threads, _ => Repeat(2_000, () => gate.Decide("constant", default)));
            GC.Collect();
        }

        done.Cancel();
        reader.Join();
        Assert.False(decreased);
        Assert.Equal(5 * Threads * 2_000, Count(gate.Gate, "count.reading.constant"));
    }

    [Fact]
    public void Read_ScopesOnEveryThread_IsExact()
    {
        using var gate = new TelemetryGate("count.scopes");
        var key = new FlagKey<bool>("count.scopes.constant", false);

        Run(Threads, _ => Repeat(500, () =>
        {
            using FeatureScope scope = gate.Gate.OpenScope();
            scope.Decide(key, default);
            scope.Decide("count.scopes.constant", default);
            scope.Dispose();
            scope.Decide(key, default);
        }));

        Assert.Equal(Threads * 500 * 3, Count(gate.Gate, "count.scopes.constant"));
    }

    [Fact]
    public async Task Read_ScopeGoesFromThreadToThread_IsExact()
    {
        using var gate = new TelemetryGate("count.flow");
        var key = new FlagKey<bool>("count.flow.constant", false);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using FeatureScope scope = gate.Gate.OpenScope();
            for (int i = 0; i < 200; i++)
            {
                scope.Decide(key, default);
                await Task.Yield();
            }
        }));

        Assert.Equal(50 * 200, Count(gate.Gate, "count.flow.constant"));
    }

    [Fact]
    public void Read_MoreSeriesThanAPage_IsExact()
    {
        var counters = new DecisionCounters();
        ModularRollout.Snapshots.CompiledDecision[] decisions =
            [.. Enumerable.Range(0, 1_000).Select(i => Decision.Of($"count.page.{i}", true).Compiled)];

        Run(4, thread =>
        {
            for (int i = 0; i < decisions.Length; i++)
            {
                Repeat((i % 3) + thread, () => counters.Count(decisions[i]));
            }
        });

        Dictionary<string, long> read = counters.Read().ToDictionary(entry => entry.Key.Flag, entry => entry.Value);
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal((4 * (i % 3)) + 6, read[$"count.page.{i}"]));
    }

    [Fact]
    public void Counters_GateIsGone_AreCollectedWhileTheThreadLives()
    {
        WeakReference[] gone = [.. Enumerable.Range(0, 20).Select(_ => MakeAndForget())];

        Collect();
        MakeAndForget();

        Assert.All(gone, reference => Assert.False(reference.IsAlive));
    }

    [Fact]
    public void Gate_NobodyDisposedIt_IsCollectedAndItsMeterEnds()
    {
        ForgetGate("count.forgotten");

        Collect();

        Assert.Empty(MeterProbe.Read("count.forgotten"));
    }

    [Fact]
    public void Decisions_ReasonsShareAWord_AreOneMeasurement()
    {
        using var gate = new TelemetryGate("count.words");
        EvaluationContext forced = EvaluationContext.For("user-1").Force("count.words.constant", "on").Build();

        Repeat(3, () => gate.Decide("constant", default));
        Repeat(2, () => gate.Decide("constant", forced));

        Assert.Equal(5, MeterProbe.Decisions("count.words")["count.words.constant|on|static|"]);
    }

    [Fact]
    public void Decisions_EveryOutcome_HasASeriesOfItsOwn()
    {
        using var gate = new TelemetryGate("count.series");

        gate.Decide("disabled", default);
        gate.Decide("requires", default);
        gate.Decide("rules", default);
        gate.Decide("split", default);
        gate.Gate.Decide(new FlagKey<int>("count.series.text", 0), default);
        gate.Decide("nobody", default);
        gate.Gate.Decide((string)null!, default);

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["count.series.disabled|off|disabled|"] = 1,
                ["count.series.requires|off|disabled|"] = 1,
                ["count.series.rules|off|default|"] = 1,
                ["count.series.split|off|error|targeting_key_missing"] = 1,
                ["count.series.text||error|type_mismatch"] = 1,
                ["||error|flag_not_found"] = 2,
            },
            MeterProbe.Decisions("count.series"));
    }

    private static long Count(FeatureGate gate, string flag) => gate.Counters.Read().Where(entry => entry.Key.Flag == flag).Sum(entry => entry.Value);

    private static void Run(int threads, Action<int> work)
    {
        Thread[] running = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => work(i)))];
        Array.ForEach(running, thread => thread.Start());
        Array.ForEach(running, thread => thread.Join());
    }

    private static void Repeat(int times, Action action)
    {
        for (int i = 0; i < times; i++)
        {
            action();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference MakeAndForget()
    {
        var counters = new DecisionCounters();
        counters.CountMissing(isReady: true);
        return new WeakReference(counters);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ForgetGate(string prefix)
    {
        var gate = new TelemetryGate(prefix);
        gate.Decide("constant", default);
        Assert.NotEmpty(MeterProbe.Read(prefix));
    }

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
