using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Further;

/// <summary>A gate that follows another on the same store through a further rollout, with definitions of its own.</summary>
public sealed class FurtherFollowerTests
{
    [Fact]
    public async Task Follower_DefinitionsLag_ServesWhatTheControllerServes()
    {
        var store = new MemoryRolloutStore();
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, store);
        await using Banner follower = await FollowerAsync(banner, store, Banner.Document("v1", "v2", Banner.Heldback));
        Assert.Equal(banner.Answers(), follower.Answers());
        await banner.PublishAsync(Banner.Document("v2", "v3"));

        await banner.MustAsync(await banner.RestartAsync());
        await follower.StepAsync();
        Assert.Equal(banner.Answers(), follower.Answers());
        await banner.MustAsync(await banner.RollBackAsync());
        await follower.StepAsync();

        Assert.Equal("v2=green 2000", follower.Shares());
        await follower.PublishAsync(Banner.Document("v2", "v3"));
        await follower.StepAsync();
        Assert.Equal("v2=green 2000", follower.Shares());
    }

    [Fact]
    public async Task Follower_AttemptIsStartedAgainUnderOtherDefinitions_FollowsTheLockedPlan()
    {
        var store = new MemoryRolloutStore();
        await using Banner banner = await Banner.OpenAsync(Banner.Document("v1", "v2"), store);
        await using Banner follower = await FollowerAsync(banner, store, Banner.Document("v1", "v2", Banner.Heldback));
        await banner.MustAsync(await banner.Rollouts.StartAsync(Banner.Flag, "ada", "go"));
        await banner.MustAsync(await banner.RollBackAsync());
        await follower.StepAsync();

        await banner.MustAsync(await banner.RestartAsync());
        await follower.StepAsync();

        Assert.Equal(25m, follower.Progress.SharePercent);
        Assert.Equal(banner.Answers(), follower.Answers());
    }

    [Fact]
    public async Task Follower_DefinitionsRequireWhatIsNoVariantAnyMore_ServesWhatTheControllerServes()
    {
        string other = """, "other": { "owner": "shop", "requires": [{ "flag": "banner", "is": ["v1"] }], "otherwise": { "serve": "off" } }""";
        var store = new MemoryRolloutStore();
        await using Banner banner = await Banner.CompletedAsync(store: store);
        await using Banner follower = await FollowerAsync(banner, store, Banner.Document("v1", "v2", others: other));
        await banner.PublishAsync(Banner.Document("v2", "v3", values: """ "v2": "green", "v3": "blue" """).Replace("\"off\": \"v1\"", "\"off\": \"v2\"", StringComparison.Ordinal));
        await banner.MustAsync(await banner.RestartAsync());

        await follower.StepAsync();

        Assert.Equal(banner.Answers(), follower.Answers());
    }

    /// <summary>Opens a gate that follows another on the same store.</summary>
    private static async Task<Banner> FollowerAsync(Banner banner, MemoryRolloutStore store, string definition)
    {
        Banner follower = await Banner.OpenAsync(definition, store, static options => options.Rollouts.Instance = "follower", banner.Clock);
        await follower.StepAsync();
        Assert.False(follower.Rollouts.IsControlling);
        return follower;
    }
}
