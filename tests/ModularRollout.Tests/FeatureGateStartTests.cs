using Microsoft.Extensions.Time.Testing;
using ModularRollout.Providers;
using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests;

public sealed class FeatureGateStartTests
{
    private static readonly EvaluationContext Anyone = new("user-7");

    [Fact]
    public async Task StartAsync_ProviderDelivers_IsReady()
    {
        await using FeatureGate gate = await FeatureGate.StartAsync([new ScriptedProvider().Deliver("1", ScriptedProvider.On())]);

        Assert.Equal(FeatureGateState.Ready, gate.Status.State);
        Assert.Empty(gate.Status.Reasons);
        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.Equal("1", gate.Status.Layers[0].Version);
        Assert.False(gate.Status.Layers[0].IsServingOldDocument);
    }

    [Fact]
    public async Task StartAsync_NoLayers_IsReadyWithoutFlags()
    {
        await using FeatureGate gate = await FeatureGate.StartAsync([]);

        Assert.Equal(FeatureGateState.Ready, gate.Status.State);
        Assert.Equal(DecisionError.FlagNotFound, gate.Decide("a", Anyone).Error);
    }

    [Fact]
    public async Task StartAsync_DocumentWithErrors_ThrowsAtOnceListingEveryError()
    {
        var provider = new ScriptedProvider().Deliver("1", """{"flags":{"a":{"variants":{"x":1},"off":"y"},"b":{"nonsense":1} } }""");

        DefinitionException exception = await Assert.ThrowsAsync<DefinitionException>(
            () => FeatureGate.StartAsync([provider], new FeatureGateOptions { TimeProvider = new FakeTimeProvider() }).AsTask());

        Assert.True(exception.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) >= 2);
        Assert.All(exception.Diagnostics, diagnostic => Assert.Equal("scripted", diagnostic.Source));
    }

    [Fact]
    public async Task StartAsync_LayersDoNotFit_ThrowsWithProviderCodePathAndPlace()
    {
        var provider = new ScriptedProvider("second").Deliver("1", "{\"flags\":{\"b\":{\n\"requires\":[{\"flag\":\"zz\",\"is\":[\"on\"]}]}}}");

        DefinitionException exception = await Assert.ThrowsAsync<DefinitionException>(
            () => FeatureGate.StartAsync([new ScriptedProvider("first").Deliver("1", ScriptedProvider.On()), provider]).AsTask());

        DefinitionDiagnostic error = Assert.Single(exception.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("second", "MR1503", 2), (error.Source, error.Code, error.Line));
        Assert.Contains("requires", error.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ProviderHangs_ThrowsWhenTimeIsUp()
    {
        var clock = new FakeTimeProvider();
        Task<FeatureGate> start = FeatureGate.StartAsync([new ScriptedProvider()], new FeatureGateOptions { TimeProvider = clock }).AsTask();

        await Eventually.True(() => start.IsCompleted, clock, TimeSpan.FromSeconds(1));

        TimeoutException exception = await Assert.ThrowsAsync<TimeoutException>(() => start);
        Assert.Contains("scripted: no answer in time", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ServeFallbacks_GoesOnNotReadyAndRecovers()
    {
        var clock = new FakeTimeProvider();
        var answer = new TaskCompletionSource<FlagPayload>();
        var options = new FeatureGateOptions { TimeProvider = clock, OnStartTimeout = StartTimeoutAction.ServeFallbacks };
        Task<FeatureGate> start = FeatureGate.StartAsync([new ScriptedProvider().ThenAwait(answer.Task)], options).AsTask();
        await Eventually.True(() => start.IsCompleted, clock, TimeSpan.FromSeconds(1));
        await using FeatureGate gate = await start;
        Assert.Equal(FeatureGateState.NotReady, gate.Status.State);
        Assert.Equal(DecisionError.NotReady, gate.Decide("a", Anyone).Error);

        answer.SetResult(new FlagPayload("1", ScriptedProvider.On()));

        await Eventually.True(() => gate.Status.State == FeatureGateState.Ready);
        Assert.True(gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task StartAsync_ProviderThrowsSynchronously_IsRetriedWithJitteredBackOff()
    {
        var clock = new FakeTimeProvider();
        var provider = new ScriptedProvider();
        var options = new FeatureGateOptions { TimeProvider = clock, StartTimeout = TimeSpan.FromMinutes(5), Jitter = () => 0.5 };
        provider.Throw("first").Throw("second").Deliver("1", ScriptedProvider.On());
        await using var gate = new FeatureGate([provider], options);
        Task start = gate.StartAsync().AsTask();
        await Eventually.True(() => gate.Status.Layers[0].LastError is not null);
        Assert.Contains("InvalidOperationException: first", gate.Status.LastError, StringComparison.Ordinal);

        // 1 s and 2 s, each shortened by a quarter.
        await Reach(clock, provider, calls: 2, TimeSpan.FromMilliseconds(750));
        await Reach(clock, provider, calls: 3, TimeSpan.FromMilliseconds(1500));

        await Eventually.Within(start);
        Assert.Equal(FeatureGateState.Ready, gate.Status.State);
    }

    [Fact]
    public async Task StartAsync_Canceled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        Task<FeatureGate> start = FeatureGate.StartAsync([new ScriptedProvider()], null, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Within(start));
    }

    [Fact]
    public async Task StartAsync_Twice_StartsOnce()
    {
        var provider = new ScriptedProvider().Deliver("1", ScriptedProvider.On());
        await using var gate = new FeatureGate([provider], new FeatureGateOptions());

        await Task.WhenAll(gate.StartAsync().AsTask(), gate.StartAsync().AsTask());
        await gate.StartAsync();

        await Eventually.True(() => provider.Calls == 2);
        Assert.Equal(1, gate.Current.Version);
    }

    [Fact]
    public async Task StartAsync_TwoLayersOfOneName_IsRefused()
    {
        IFlagProvider[] layers = [new InMemoryFlagProvider("x"), new InMemoryFlagProvider("x")];

        await Assert.ThrowsAsync<ArgumentException>(() => FeatureGate.StartAsync(layers).AsTask());
    }

    [Fact]
    public async Task Decide_Unstarted_IsNotReady()
    {
        await using var gate = new FeatureGate([new InMemoryFlagProvider("x")], new FeatureGateOptions());

        Assert.Equal(DecisionError.NotReady, gate.Decide("a", Anyone).Error);
        Assert.Equal(FeatureGateState.NotReady, gate.Status.State);
    }

    private static async Task Reach(FakeTimeProvider clock, ScriptedProvider provider, int calls, TimeSpan pause)
    {
        clock.Advance(pause - TimeSpan.FromMilliseconds(1));
        Assert.Equal(calls - 1, provider.Calls);
        await Eventually.True(() => provider.Calls >= calls, clock, TimeSpan.FromMilliseconds(1));
    }
}
