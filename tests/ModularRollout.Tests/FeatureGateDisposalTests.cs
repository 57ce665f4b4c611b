using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests;

public sealed class FeatureGateDisposalTests
{
    private static readonly EvaluationContext Anyone = new("user-7");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_Twice_StopsAskingAndGoesOnDeciding(bool isAsync)
    {
        var provider = new ScriptedProvider().Deliver("1", ScriptedProvider.On());
        FeatureGate gate = await FeatureGate.StartAsync([provider]);
        await Eventually.True(() => provider.Calls == 2);
        provider.Deliver("2", ScriptedProvider.Off());

        for (int i = 0; i < 2; i++)
        {
            if (isAsync)
            {
                await gate.DisposeAsync();
            }
            else
            {
                gate.Dispose();
            }
        }

        Assert.Equal(2, provider.Calls);
        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.True(gate.Current.IsEnabled("a", Anyone));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gate.StartAsync().AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gate.KillAsync("a", "me", "why").AsTask());
    }

    [Fact]
    public async Task DisposeAsync_ProviderIgnoresCancellationAndBlocks_EndsAllTheSame()
    {
        using var block = new ManualResetEventSlim();
        var provider = new ScriptedProvider().Deliver("1", ScriptedProvider.On()).Then((_, _) =>
        {
            block.Wait(CancellationToken.None);
            return new(new FlagPayload("2", ScriptedProvider.Off()));
        });
        FeatureGate gate = await FeatureGate.StartAsync([provider]);
        await Eventually.True(() => provider.Calls == 2);

        await Eventually.Within(gate.DisposeAsync().AsTask());
        block.Set();

        Assert.True(gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task DisposeAsync_WhileStarting_EndsTheStart()
    {
        var gate = new FeatureGate([new ScriptedProvider()], new FeatureGateOptions());
        Task start = gate.StartAsync().AsTask();

        await gate.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Within(start));
    }

    [Fact]
    public async Task Dispose_KeyWasBoundHere_AnotherGateBindsIt()
    {
        var key = new FlagKey<bool>("a", false);
        FeatureGate first = FeatureGate.FromJson(ScriptedProvider.On().Span);
        Assert.True(first.IsEnabled(key, Anyone));

        await first.DisposeAsync();

        using FeatureGate second = FeatureGate.FromJson(ScriptedProvider.Off().Span);
        Assert.False(second.IsEnabled(key, Anyone));
        Assert.True(first.IsEnabled(key, Anyone));
    }
}
