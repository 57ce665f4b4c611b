using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Providers;
using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests;

public sealed class FeatureGateLayersTests
{
    private const string Broken = """{"flags":{"a":{"otherwise":{"serve":"maybe"} } } }""";

    private static readonly EvaluationContext Anyone = new("user-7");

    [Fact]
    public async Task Decide_FlagInTwoLayers_LaterLayerReplacesTheWholeFlag()
    {
        var lower = new InMemoryFlagProvider("lower").Flag("a", flag => flag.Boolean().Target("on", "user-7")).Flag("b", flag => flag.Boolean().Otherwise("on"));
        var upper = new InMemoryFlagProvider("upper").Flag("a", flag => flag.Boolean());

        await using FeatureGate gate = await FeatureGate.StartAsync([lower, upper]);

        Assert.False(gate.IsEnabled("a", Anyone));
        Assert.True(gate.IsEnabled("b", Anyone));
        Assert.Equal("upper", gate.Explain("a", Anyone).Provider);
        Assert.Equal("lower", gate.Explain("b", Anyone).Provider);
    }

    [Fact]
    public async Task Update_DocumentWithErrors_KeepsTheLastGoodOneAndDegrades()
    {
        var provider = new InMemoryFlagProvider("memory");
        provider.Update(ScriptedProvider.On().Span);
        await using FeatureGate gate = await FeatureGate.StartAsync([provider]);

        provider.Update(Broken);

        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);
        FlagLayerStatus layer = gate.Status.Layers[0];
        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.Equal("2", layer.Version);
        Assert.True(layer.IsServingOldDocument);
        Assert.Contains(layer.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Line == 1);

        provider.Update(ScriptedProvider.Off().Span);

        await Eventually.True(() => gate.Status.State == FeatureGateState.Ready);
        Assert.False(gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task Update_OneLayerBroken_OtherLayersGoOn()
    {
        var good = new InMemoryFlagProvider("good");
        var bad = new InMemoryFlagProvider("bad");
        await using FeatureGate gate = await FeatureGate.StartAsync([good, bad]);
        bad.Update("garbage");
        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);

        good.Update(ScriptedProvider.On().Span);

        await Eventually.True(() => gate.IsEnabled("a", Anyone));
        Assert.Equal(FeatureGateState.Degraded, gate.Status.State);
    }

    [Fact]
    public async Task Update_LayersNoLongerFit_PublishesNothingUntilTheyDo()
    {
        var lower = new InMemoryFlagProvider("lower").Segment("staff", when => when.Attribute("email").EndsWith("@x"));
        var upper = new InMemoryFlagProvider("upper").Flag("a", flag => flag.Boolean().Rule("staff", when => when.Segment("staff"), "on"));
        await using FeatureGate gate = await FeatureGate.StartAsync([lower, upper]);
        long version = gate.Current.Version;

        lower.Edit(document => document.RemoveSegment("staff"));

        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);
        Assert.Equal(version, gate.Current.Version);
        DefinitionDiagnostic error = Assert.Single(gate.Status.Layers[1].Diagnostics, diagnostic => diagnostic.Code == "MR1501");
        Assert.Equal("upper", error.Source);
        Assert.True(error.Line > 1 && error.Column > 1 && error.Path.Contains("rules", StringComparison.Ordinal));

        upper.Flag("a", flag => flag.Boolean().Otherwise("on"));

        await Eventually.True(() => gate.Status.State == FeatureGateState.Ready);
        Assert.True(gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task Offer_SameVersionWithOtherContent_IsIgnoredAndDegrades()
    {
        var provider = new ScriptedProvider().Deliver("1", ScriptedProvider.On()).Deliver("1", ScriptedProvider.Off());

        await using FeatureGate gate = await FeatureGate.StartAsync([provider]);

        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);
        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.Contains("other content", gate.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offer_SameVersionAndContentOrUnchanged_StaysReadyAndPublishesNothing()
    {
        var provider = new ScriptedProvider().Deliver("1", ScriptedProvider.On()).Deliver("1", ScriptedProvider.On()).SayUnchanged();

        await using FeatureGate gate = await FeatureGate.StartAsync([provider]);

        await Eventually.True(() => provider.Calls == 4);
        Assert.Equal(FeatureGateState.Ready, gate.Status.State);
        Assert.Equal(1, gate.Current.Version);
        Assert.Equal([null, "1", "1", "1"], provider.Known);
    }

    [Fact]
    public async Task Offer_UnchangedBeforeAnything_IsAnError()
    {
        var clock = new FakeTimeProvider();
        var provider = new ScriptedProvider().SayUnchanged();
        await using var gate = new FeatureGate([provider], new FeatureGateOptions { TimeProvider = clock });
        _ = gate.StartAsync().AsTask();

        await Eventually.True(() => gate.Status.Layers[0].LastError is not null);

        Assert.Contains("delivered nothing yet", gate.Status.LastError, StringComparison.Ordinal);
        await gate.DisposeAsync();
    }

    [Fact]
    public async Task FetchAsync_CompletesAtOnceForEver_IsNotAskedInAHotLoop()
    {
        var clock = new FakeTimeProvider();
        var provider = new ScriptedProvider().Deliver("1", ScriptedProvider.On());
        for (int i = 0; i < 1000; i++)
        {
            provider.SayUnchanged();
        }

        await using FeatureGate gate = await FeatureGate.StartAsync([provider], new FeatureGateOptions { TimeProvider = clock });

        await Eventually.True(() => provider.Calls == 5);
        for (int i = 0; i < 20; i++)
        {
            await Task.Yield();
            Assert.Equal(5, provider.Calls);
        }

        await Eventually.True(() => provider.Calls == 6, clock, TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, provider.MostAtOnce);
    }

    [Fact]
    public async Task Status_ProviderIsSilent_IsStaleThenFreshAgain()
    {
        var clock = new FakeTimeProvider();
        var answer = new TaskCompletionSource<FlagPayload>();
        var provider = new ScriptedProvider().Deliver("1", ScriptedProvider.On()).Then((_, _) => new(answer.Task));
        await using FeatureGate gate = await FeatureGate.StartAsync([provider], new FeatureGateOptions { TimeProvider = clock });
        await Eventually.True(() => provider.Calls == 2);

        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(FeatureGateState.Ready, gate.Status.State);
        clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(FeatureGateState.Stale, gate.Status.State);
        Assert.True(gate.Status.Layers[0].IsStale);
        Assert.True(gate.IsEnabled("a", Anyone));

        answer.SetResult(FlagPayload.Unchanged);
        await Eventually.True(() => gate.Status.State == FeatureGateState.Ready);
    }

    [Fact]
    public async Task FetchAsync_HangsButHonoursCancellation_IsCancelledAndAskedAgain()
    {
        var clock = new FakeTimeProvider();
        var provider = new ScriptedProvider().Deliver("1", ScriptedProvider.On()).ThenAwait(new TaskCompletionSource<FlagPayload>().Task).Deliver("2", ScriptedProvider.Off());
        await using FeatureGate gate = await FeatureGate.StartAsync([provider], new FeatureGateOptions { TimeProvider = clock });
        await Eventually.True(() => provider.Calls == 2);

        await Eventually.True(() => !gate.IsEnabled("a", Anyone), clock, TimeSpan.FromSeconds(10));

        Assert.Equal(1, provider.MostAtOnce);
    }

    [Fact]
    public async Task Changed_Publish_SaysWhichFlagsChangedAndHow()
    {
        var provider = new InMemoryFlagProvider("memory").Flag("kept", flag => flag.Boolean()).Flag("gone", flag => flag.Boolean()).Flag("other", flag => flag.Boolean());
        await using FeatureGate gate = await FeatureGate.StartAsync([provider]);
        var raised = new TaskCompletionSource<FlagsChangedEventArgs>();
        gate.Changed += (_, change) => raised.TrySetResult(change);

        provider.Edit(document => document.RemoveFlag("gone").Flag("other", flag => flag.Boolean().Otherwise("on")).Flag("new", flag => flag.Boolean()));

        FlagsChangedEventArgs change = await Eventually.Within(raised.Task);
        Assert.Equal(
            [("gone", FlagChangeKind.Removed), ("new", FlagChangeKind.Added), ("other", FlagChangeKind.Changed)],
            change.Changes.Select(flag => (flag.Flag, flag.Kind)).Order());
        Assert.Equal(2, change.Snapshot.Version);
    }

    [Fact]
    public async Task Changed_SubscriberThrows_OthersAreToldAndItIsLogged()
    {
        var logs = new FakeLogCollector();
        using var factory = new FakeLoggerFactory(logs);
        var provider = new InMemoryFlagProvider("memory");
        await using FeatureGate gate = await FeatureGate.StartAsync([provider], new FeatureGateOptions { LoggerFactory = factory });
        List<long> seen = [];
        gate.Changed += (_, _) => throw new InvalidOperationException("subscriber");
        gate.Changed += (_, change) => seen.Add(change.Snapshot.Version);

        provider.Update(ScriptedProvider.On().Span);
        await Eventually.True(() => gate.Current.Version == 2);
        provider.Update(ScriptedProvider.Off().Span);

        await Eventually.True(() => seen.Count == 2);
        Assert.Equal([2, 3], seen);
        Assert.Contains(logs.GetSnapshot(), record => record.Exception?.Message == "subscriber");
    }

    [Fact]
    public async Task Publish_ManyUpdatesFromManyLayers_ReadersSeeVersionsInOrder()
    {
        InMemoryFlagProvider[] providers = [new("one"), new("two"), new("three")];
        await using FeatureGate gate = await FeatureGate.StartAsync(providers);
        using var stop = new CancellationTokenSource();
        Task<bool> reader = Task.Run(() =>
        {
            bool isOrdered = true;
            for (long last = 0; !stop.IsCancellationRequested;)
            {
                long now = gate.Current.Version;
                isOrdered &= now >= last;
                last = now;
            }

            return isOrdered;
        });

        await Task.WhenAll(providers.Select(provider => Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                provider.Flag(provider.Name, flag => flag.Boolean().Otherwise(i % 2 == 0 ? "off" : "on"));
            }
        })));
        await Eventually.True(() => providers.All(provider => gate.IsEnabled(provider.Name, Anyone)));
        await stop.CancelAsync();

        Assert.True(await reader);
        Assert.Equal(FeatureGateState.Ready, gate.Status.State);
    }

    private sealed class FakeLoggerFactory(FakeLogCollector collector) : Microsoft.Extensions.Logging.ILoggerFactory
    {
        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider)
        {
        }

        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => new FakeLogger(collector, categoryName);

        public void Dispose()
        {
        }
    }
}
