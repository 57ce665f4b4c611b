using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Which processes a kill reaches, and which journals: what the answer and the page say.</summary>
public sealed class KillAndProcessesTests
{
    private const string Plan = """
        "checkout": { "owner": "shop", "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "full", "percent": 100, "dwell": "1h" } ] } }
        """;

    private static readonly EvaluationContext s_ada = new("ada");

    [Fact]
    public async Task KillAsync_ProcessFollows_KillsThereAloneAndIsInItsKillFileNotInTheJournal()
    {
        await using Site site = await FollowedAsync();
        FeatureGate controller = site.Gates[0];

        RolloutCommandResult killed = await site.Gate.Rollouts.KillAsync(Site.Flag, "ada", "fire");
        await site.LookAsync();
        await controller.Rollouts.StepAsync(TestContext.Current.CancellationToken);
        await site.RestartLastAsync();

        Assert.Equal((true, false), (killed.IsAccepted, killed.IsJournalled));
        Assert.Equal(
            "The flag is killed in this process: whom it serves gets the `off` variant. That outlives a restart. Other processes do as before: ask each one. "
            + "It is not journalled, because this process does not control the rollouts.",
            killed.Sentence);
        Assert.Equal((false, true), (site.Gate.IsEnabled(Site.Flag, s_ada), controller.IsEnabled(Site.Flag, s_ada)));
        Assert.Equal(("ada", "fire"), (site.Gate.KillsOf(Site.Flag)[0].Actor, site.Gate.KillsOf(Site.Flag)[0].Reason));
        Assert.Empty(controller.KillsOf(Site.Flag));
        Assert.DoesNotContain(site.Entries, static entry => entry.Kind == RolloutEntryKind.Kill);
    }

    [Fact]
    public async Task KillAsync_ProcessFollowsAndControlsLater_IsStillNotInTheJournal()
    {
        await using Site site = await FollowedAsync();
        await site.Gate.Rollouts.KillAsync(Site.Flag, "ada", "fire");

        await site.Gates[0].DisposeAsync();
        await site.LookAsync();
        RolloutCommandResult revived = await site.Gate.Rollouts.ReviveAsync(Site.Flag, "ada", "out");

        Assert.True(site.Gate.Rollouts.IsControlling);
        Assert.Equal((true, true), (revived.IsAccepted, revived.IsJournalled));
        Assert.Equal("The flag is revived in this process: its definition and its rollout decide again. Other processes do as before: ask each one.", revived.Sentence);
        Assert.Equal([RolloutEntryKind.Start, RolloutEntryKind.Revive], site.Entries.Select(static entry => entry.Kind));
        Assert.True(site.Gate.IsEnabled(Site.Flag, s_ada));
    }

    [Fact]
    public async Task KillAsync_ProcessControls_IsJournalledAndKillsNoFollower()
    {
        await using Site site = await FollowedAsync();
        FeatureGate controller = site.Gates[0];

        RolloutCommandResult killed = await controller.Rollouts.KillAsync(Site.Flag, "ada", "fire");
        await site.LookAsync();

        Assert.Equal((true, true), (killed.IsAccepted, killed.IsJournalled));
        Assert.Equal(
            "The flag is killed in this process: whom it serves gets the `off` variant. That outlives a restart. Other processes do as before: ask each one.", killed.Sentence);
        Assert.Equal((false, true), (controller.IsEnabled(Site.Flag, s_ada), site.Gate.IsEnabled(Site.Flag, s_ada)));
        Assert.Equal((RolloutEntryKind.Kill, "ada", "fire"), (site.Entries[^1].Kind, site.Entries[^1].Actor, site.Entries[^1].Reason));
        Assert.Equal((RolloutStatus.Running, RolloutStatus.Running), (controller.Rollouts.Find(Site.Flag)!.Status, site.Progress.Status));
    }

    [Fact]
    public async Task KillAsync_ProcessFollowsAStoreThatHangs_IsInEffectWhenTheCallReturnsItsTask()
    {
        await using Site site = await Site.StartedAsync(Plan);
        FaultyStore? store = null;
        site.Around = inner => store = new FaultyStore(inner) { IsShared = true };
        await site.StartAsync();
        store!.Hangs = StoreCalls.All;

        Task<RolloutCommandResult> killing = site.Gate.Rollouts.KillAsync(Site.Flag, "ada", "fire");
        bool isServed = site.Gate.IsEnabled(Site.Flag, s_ada);
        RolloutCommandResult killed = await Eventually.Within(killing);
        store.Heal();

        Assert.Equal((false, true, false), (isServed, killed.IsAccepted, killed.IsJournalled));
    }

    [Fact]
    public async Task KillAsync_ThereIsNoKillFile_SaysThatARestartForgetsIt()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();

        RolloutCommandResult killed = await shop.Rollouts.KillAsync(Shop.Flag, "ada", "fire");
        RolloutCommandResult again = await shop.Rollouts.KillAsync(Shop.Flag, "bob", "fire!");

        Assert.Contains(" A restart would forget that: the kill is in no file yet. ", killed.Sentence, StringComparison.Ordinal);
        Assert.StartsWith("The kill switch of this process stood so already.", again.Sentence, StringComparison.Ordinal);
    }

    /// <summary>Opens a site with one process that controls, and one that follows, which is the last.</summary>
    private static async Task<Site> FollowedAsync()
    {
        Site site = await Site.StartedAsync(Plan);
        await site.StartAsync();
        await site.LookAsync();
        Assert.Equal((true, false), (site.Gates[0].IsEnabled(Site.Flag, s_ada), site.Gate.Rollouts.IsControlling));
        Assert.True(site.Gate.IsEnabled(Site.Flag, s_ada));
        return site;
    }
}
