using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Providers;
using ModularRollout.Tests.Rollouts.Control.Faults;

namespace ModularRollout.Tests.Rollouts.Control.Further;

/// <summary>A completed rollout whose plan is removed, seems to be, or is published again.</summary>
public sealed class RemovedPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Publish_PlanAfterTheCompletedOneWasRemoved_TheDefinitionDecidesUntilTheRestart()
    {
        using var store = new FileRolloutStore(_folder.Path);
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, store);
        await banner.PublishAsync(Banner.Without("v2"));
        await banner.StepAsync();
        Assert.Equal((RolloutEntryKind.Release, "v2=green 2000"), (banner.Journal[^1].Kind, banner.Shares()));

        await banner.PublishAsync(Banner.Document("v2", "v3"));
        string published = banner.Shares();
        await banner.TradeAsync();
        await banner.ReopenAsync();

        Assert.Equal(("v2=green 2000", "v2=green 2000"), (published, banner.Shares()));
        Assert.Equal("The rollout completed and its plan was removed: the definition alone decides, so change that, or turn the flag's kill switch.", (await banner.RollBackAsync()).Sentence);
        RolloutCommandResult restarted = await banner.RestartAsync();
        Assert.Equal((true, "Restart: the rollout is Running. Everybody keeps `v2`, and `v3` starts at stage `quarter`."), (restarted.IsAccepted, restarted.Sentence));
        Assert.Equal(.25, banner.Answers().Count(static answer => answer == "v3=blue") / 2000.0, .04);
        await banner.MustAsync(await banner.RollBackAsync());
        Assert.Equal("v2=green 2000", banner.Shares());
    }

    [Fact]
    public async Task Publish_PlanAfterTheCompletedOneWasRemovedWhileTheStoreIsBroken_TheDefinitionDecides()
    {
        var store = new FaultyStore(new MemoryRolloutStore()) { IsShared = true };
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, store);
        store.Throws = StoreCalls.All;
        await banner.PublishAsync(Banner.Without("v2"));
        await banner.StepAsync();

        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.StepAsync();
        string broken = banner.Shares();
        store.Heal();
        await banner.StepAsync();
        await banner.StepAsync();
        await banner.ReopenAsync();

        Assert.Equal(("v2=green 2000", "v2=green 2000"), (broken, banner.Shares()));
    }

    [Fact]
    public async Task Publish_PlanAfterTheOneThatWasRolledBackWasRemoved_TheDefinitionDecides()
    {
        await using Banner banner = await Banner.CompletedAsync();
        await banner.MustAsync(await banner.RollBackAsync());
        await banner.PublishAsync(Banner.Without("v3"));
        await banner.StepAsync();
        Assert.Equal("v3=blue 2000", banner.Shares());

        await banner.PublishAsync(Banner.Document("v3", "v4"));
        string published = banner.Shares();
        await banner.StepAsync();
        await banner.ReopenAsync();

        Assert.Equal(("v3=blue 2000", "v3=blue 2000"), (published, banner.Shares()));
        await banner.MustAsync(await banner.RestartAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_DefinitionsComeLate_NoPlanIsTakenForRemoved(bool isRolledBack)
    {
        using var store = new FileRolloutStore(_folder.Path);
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, store);
        string next = Banner.Document("v2", "v3");
        await banner.PublishAsync(next);
        await banner.StepAsync();
        if (isRolledBack)
        {
            await banner.MustAsync(await banner.RollBackAsync());
        }

        string[] before = banner.Answers();
        await banner.Gate.DisposeAsync();
        var late = new TaskCompletionSource<FlagPayload>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new FeatureGateOptions { TimeProvider = banner.Clock, OnStartTimeout = StartTimeoutAction.ServeFallbacks, StartTimeout = TimeSpan.FromTicks(1) };
        options.Rollouts.Store = store;
        options.Rollouts.RunsByItself = false;
        Task<FeatureGate> starting = FeatureGate.StartAsync([new ScriptedProvider().ThenAwait(late.Task)], options, TestContext.Current.CancellationToken).AsTask();
        await Eventually.True(() => starting.IsCompleted, banner.Clock, TimeSpan.FromSeconds(1));
        await using FeatureGate gate = await starting;
        await gate.Rollouts.StepAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(gate.Rollouts.JournalOf(Banner.Flag).Entries);
        late.SetResult(new FlagPayload("1", System.Text.Encoding.UTF8.GetBytes(next)));
        await Eventually.True(() => gate.Current.Version > 0);
        await gate.Rollouts.StepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before, Banner.Answers(gate));
        Assert.DoesNotContain(gate.Rollouts.JournalOf(Banner.Flag).Entries, static entry => entry.Kind == RolloutEntryKind.Release);
    }

    [Fact]
    public async Task Publish_CompletedPlanAgainAfterItWasRemoved_LocksAsBefore()
    {
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback);
        string[] completed = banner.Answers();
        await banner.PublishAsync(Banner.Without("v2"));
        await banner.StepAsync();

        await banner.PublishAsync(Banner.Document("v1", "v2", Banner.Heldback));
        await banner.StepAsync();
        Assert.Equal(completed, banner.Answers());
        Assert.Equal(RolloutEntryKind.Relock, banner.Journal[^1].Kind);
        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.StepAsync();
        await banner.ReopenAsync();

        Assert.Equal(completed, banner.Answers());
    }

    [Fact]
    public async Task Open_StoreIsMendedAfterTheDefinitionsCame_PlanThatWasRemovedStaysSo()
    {
        var inner = new MemoryRolloutStore();
        Banner banner = await Banner.CompletedAsync(Banner.Heldback, inner);
        await banner.DisposeAsync();
        var store = new FaultyStore(inner) { Throws = StoreCalls.All };
        await using Banner opened = await Banner.OpenAsync(Banner.Without("v2"), store, clock: banner.Clock);
        store.Heal();

        await opened.StepAsync();

        Assert.Equal("v2=green 2000", opened.Shares());
        Assert.Equal(RolloutEntryKind.Release, opened.Journal[^1].Kind);
    }

    public void Dispose() => _folder.Dispose();
}
