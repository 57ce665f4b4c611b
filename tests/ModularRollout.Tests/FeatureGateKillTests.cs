using Microsoft.Extensions.Time.Testing;
using ModularRollout.Providers;
using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests;

public sealed class FeatureGateKillTests
{
    private static readonly EvaluationContext Anyone = new("user-7");
    private static readonly FlagKey<bool> Key = new("a", false);

    [Fact]
    public async Task KillAsync_DefinedFlag_IsInEffectAtOnceAlsoThroughPins()
    {
        using FeatureGate gate = FeatureGate.FromJson(ScriptedProvider.On().Span);
        FeatureSnapshot pin = gate.Current;
        using FeatureScope scope = gate.OpenScope();
        Assert.True(gate.IsEnabled(Key, Anyone));

        ValueTask<FlagKillResult> kill = gate.KillAsync("a", "ada", "it burns");

        Assert.All(new IFeatureGate[] { gate, pin, scope }, asked => Assert.Equal(DecisionReason.Disabled, asked.Decide(Key, Anyone).Reason));
        FlagKillResult result = await kill;
        Assert.Equal((true, true, false), (result.IsChanged, result.IsDefined, result.IsDurable));
    }

    [Fact]
    public async Task KillAsync_Kill_ChangesContentHashAndVersionAndIsToldOf()
    {
        var provider = new InMemoryFlagProvider("memory");
        provider.Update(ScriptedProvider.On().Span);
        await using FeatureGate gate = await FeatureGate.StartAsync([provider]);
        FeatureSnapshot before = gate.Current;
        List<FlagChange> changes = [];
        gate.Changed += (_, change) => changes.AddRange(change.Changes);

        await gate.KillAsync("a", "ada", "it burns");
        FeatureSnapshot killed = gate.Current;
        await gate.KillAsync("a", "bob", "it still burns");
        await gate.ReviveAsync("a", "ada", "put out");

        Assert.True(killed.Version > before.Version);
        Assert.NotEqual(before.ContentHash, killed.ContentHash);
        Assert.Equal(before.ContentHash, gate.Current.ContentHash);
        await Eventually.True(() => changes.Count == 2);
        Assert.Equal([FlagChangeKind.Killed, FlagChangeKind.Revived], changes.Select(change => change.Kind));
        Assert.Equal(["it burns", "it still burns", "put out"], gate.KillsOf("a").Select(entry => entry.Reason));
    }

    [Fact]
    public async Task KillAsync_UnknownFlag_SaysSoAndHoldsWhenItIsDefined()
    {
        var provider = new InMemoryFlagProvider("memory");
        await using FeatureGate gate = await FeatureGate.StartAsync([provider]);

        FlagKillResult result = await gate.KillAsync("a", "ada", "in advance");
        provider.Update(ScriptedProvider.On().Span);

        Assert.False(result.IsDefined);
        await Eventually.True(() => gate.Decide("a", Anyone).Error == DecisionError.None);
        Assert.Equal(DecisionReason.Disabled, gate.Decide("a", Anyone).Reason);
        Assert.Equal("in advance", Assert.Single(gate.Status.Kills).Reason);
    }

    [Fact]
    public async Task Publish_FlagIsKilled_StaysKilled()
    {
        var provider = new InMemoryFlagProvider("memory");
        provider.Update(ScriptedProvider.On().Span);
        await using FeatureGate gate = await FeatureGate.StartAsync([provider]);
        await gate.KillAsync("a", "ada", "it burns");
        long version = gate.Current.Version;

        provider.Update("""{"flags":{"a":{"variants":{"on":true,"off":false},"otherwise":{"serve":"on"},"description":"new"} } }""");

        await Eventually.True(() => gate.Current.Version > version);
        Assert.False(gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task StartAsync_KillFileOfAnEarlierProcess_FlagsAreKilledBeforeTheFirstDecision()
    {
        using var folder = new TemporaryFolder();
        var options = new FeatureGateOptions { KillFile = folder.File("kills.json") };
        await using (FeatureGate first = await Start(options))
        {
            Assert.True((await first.KillAsync("a", "ada", "it burns")).IsDurable);
        }

        await using FeatureGate second = await Start(options);

        Assert.False(second.IsEnabled("a", Anyone));
        FlagKill kill = Assert.Single(second.Status.Kills);
        Assert.Equal(("a", "ada", "it burns", true), (kill.Flag, kill.Actor, kill.Reason, kill.IsKill));
        await second.ReviveAsync("a", "bob", "put out");
        Assert.True(second.IsEnabled("a", Anyone));
        await using FeatureGate third = await Start(options);
        Assert.True(third.IsEnabled("a", Anyone));
        Assert.Equal(["ada", "bob"], third.KillsOf("a").Select(entry => entry.Actor));
    }

    [Fact]
    public async Task KillAsync_BeforeStart_KeepsWhatTheFileHolds()
    {
        using var folder = new TemporaryFolder();
        var options = new FeatureGateOptions { KillFile = folder.File("kills.json") };
        await using (FeatureGate first = await Start(options))
        {
            await first.KillAsync("a", "ada", "it burns");
        }

        await using var second = new FeatureGate([], options);
        await second.KillAsync("b", "ada", "this too");

        Assert.Equal(["a", "b"], second.Status.Kills.Select(kill => kill.Flag));
        Assert.Equal(DecisionError.NotReady, second.Decide("a", Anyone).Error);
    }

    [Fact]
    public async Task KillAsync_FileCannotBeWritten_StandsDegradesAndIsTriedAgain()
    {
        using var folder = new TemporaryFolder();
        var clock = new FakeTimeProvider();
        string path = folder.File("kills.json");
        var options = new FeatureGateOptions { KillFile = path, TimeProvider = clock };
        await using FeatureGate gate = await Start(options);
        Directory.CreateDirectory(path);

        FlagKillResult result = await gate.KillAsync("a", "ada", "it burns");

        Assert.False(result.IsDurable);
        Assert.False(gate.IsEnabled("a", Anyone));
        Assert.Equal(FeatureGateState.Degraded, gate.Status.State);
        Assert.Contains("kills.json", gate.Status.LastError, StringComparison.Ordinal);

        Directory.Delete(path);

        await Eventually.True(() => gate.Status.State == FeatureGateState.Ready, clock, TimeSpan.FromSeconds(1));
        Assert.Contains("it burns", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReviveAsync_FileCannotBeWritten_ThrowsAndStaysKilled()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("kills.json");
        await using FeatureGate gate = await Start(new FeatureGateOptions { KillFile = path });
        await gate.KillAsync("a", "ada", "it burns");
        File.Delete(path);
        Directory.CreateDirectory(path);

        await Assert.ThrowsAsync<IOException>(() => gate.ReviveAsync("a", "ada", "put out").AsTask());

        Assert.False(gate.IsEnabled("a", Anyone));
        Assert.Single(gate.KillsOf("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"schemaVersion\":2,\"flags\":{}}")]
    [InlineData("{\"schemaVersion\":1,\"flags\":{\"a\":[{\"killed\":true}]}}")]
    public async Task StartAsync_DamagedKillFile_DoesNotServeWhatMayHaveBeenKilled(string content)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("kills.json");
        await File.WriteAllTextAsync(path, content);

        await Assert.ThrowsAsync<InvalidDataException>(() => Start(new FeatureGateOptions { KillFile = path }));
        await using FeatureGate gate = await Start(new FeatureGateOptions { KillFile = path, OnStartTimeout = StartTimeoutAction.ServeFallbacks });

        Assert.Equal(DecisionError.NotReady, gate.Decide("a", Anyone).Error);
        Assert.Contains("cannot be read", gate.Status.LastError, StringComparison.Ordinal);
        Assert.False((await gate.KillAsync("a", "ada", "anyway")).IsDurable);
        await Assert.ThrowsAsync<InvalidDataException>(() => gate.ReviveAsync("a", "ada", "put out").AsTask());
        Assert.Equal(content, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task ReviveAsync_NotKilled_ChangesNothing()
    {
        using FeatureGate gate = FeatureGate.FromJson(ScriptedProvider.On().Span);

        FlagKillResult result = await gate.ReviveAsync("a", "ada", "nothing to do");

        Assert.False(result.IsChanged);
        Assert.Equal(1, gate.Current.Version);
    }

    [Theory]
    [InlineData("", "ada", "why")]
    [InlineData("a", " ", "why")]
    [InlineData("a", "ada", "")]
    public async Task KillAsync_NoFlagActorOrReason_IsRefused(string flag, string actor, string reason)
    {
        using FeatureGate gate = FeatureGate.FromJson(ScriptedProvider.On().Span);

        await Assert.ThrowsAsync<ArgumentException>(async () => await gate.KillAsync(flag, actor, reason));
    }

    private static async Task<FeatureGate> Start(FeatureGateOptions options)
    {
        var provider = new InMemoryFlagProvider("memory");
        provider.Update(ScriptedProvider.On().Span);
        return await FeatureGate.StartAsync([provider], options);
    }
}
