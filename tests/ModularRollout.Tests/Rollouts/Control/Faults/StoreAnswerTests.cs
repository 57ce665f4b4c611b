using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Stores whose answers are lost, old or somebody else's.</summary>
public sealed class StoreAnswerTests
{
    [Fact]
    public async Task Start_AnswerIsLost_IsInEffectOnce()
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync();
        shop.Store.LosesAnswers = StoreCalls.Append;

        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");

        Assert.True(started.IsAccepted, started.Sentence);
        Assert.Equal(.25, shop.Served, .06);
        Assert.Equal([RolloutEntryKind.Start], shop.Kept.Entries.Select(static entry => entry.Kind));
    }

    [Fact]
    public async Task Start_AnswerIsLostAndTheJournalCannotBeRead_IsInEffectOnceItCan()
    {
        var told = new ListeningListener();
        await using FaultyShop shop = await FaultyShop.OpenAsync(configure: options => options.Rollouts.Listeners.Add(told));
        shop.Store.LosesAnswers = StoreCalls.Append;
        shop.Store.Throws = StoreCalls.Read;

        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        double before = shop.Served;
        await shop.HealAsync();
        await told.ToldAsync(1);

        Assert.False(started.IsAccepted);
        Assert.Equal(0, before);
        Assert.Equal(RolloutStatus.Running, shop.Progress.Status);
        Assert.Equal(.25, shop.Served, .06);
        Assert.Equal(RolloutEntryKind.Start, Assert.Single(told.Entries).Kind);
    }

    [Fact]
    public async Task RollBack_AnswerIsLostAndTheJournalCannotBeRead_IsJournalledOnce()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        shop.Store.LosesAnswers = StoreCalls.Append;
        shop.Store.Throws = StoreCalls.Read;

        RolloutCommandResult back = await shop.RollBackAsync();
        await shop.TickAsync();
        await shop.HealAsync();
        await shop.TickAsync();

        Assert.True(back.IsAccepted);
        Assert.False(back.IsJournalled);
        Assert.Equal([RolloutEntryKind.Start, RolloutEntryKind.RollBack], shop.Happened.Select(static entry => entry.Kind));
        Assert.Equal(0, shop.Progress.Pending);
    }

    [Fact]
    public async Task Restart_StoreTellsOldNews_ExposesNothing()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await shop.RollBackAsync();
        await shop.TickAsync();

        await shop.RestartAsync();
        shop.Store.ShowOnly(1);
        await shop.StepAsync();
        double stale = shop.Served;
        await using Shop again = await shop.AnotherAsync(store => store.ShowOnly(1));
        double restarted = FaultyShop.ServedBy(again);

        Assert.Equal(0, stale);
        Assert.Equal(0, restarted);
        Assert.Contains("does not hold entry 3, which a checkpoint knows", again.Progress.Damage, StringComparison.Ordinal);
        Assert.Equal(FeatureGateState.Degraded, again.Gate.Status.State);
    }

    [Fact]
    public async Task Command_AnotherControllerWasFirst_FollowsItAndIsRefused()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await using Shop other = await shop.RivalAsync();
        Assert.True((await other.Rollouts.RollBackAsync(Shop.Flag, "bob", "no")).IsJournalled);

        RolloutCommandResult late = await shop.Rollouts.AdvanceAsync(Shop.Flag, "ada", "yes");

        Assert.False(late.IsAccepted);
        Assert.Equal("Something else happened first; look again.", late.Sentence);
        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        Assert.Equal(0, shop.Served);
        Assert.Null(shop.Kept.Damage);
    }

    [Fact]
    public async Task RollBack_AnotherControllerAdvanced_FollowsItIntoTheJournalAndNeverRises()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(2));
        await using Shop other = await shop.RivalAsync();
        RolloutCommandResult advanced = await other.Rollouts.AdvanceAsync(Shop.Flag, "bob", "on");
        Assert.True(advanced.IsAccepted, advanced.Sentence);

        RolloutCommandResult back = await shop.RollBackAsync();

        Assert.Equal(0, shop.Served);
        Assert.True(back.IsAccepted);
        await shop.TickAsync();
        Assert.Equal([RolloutEntryKind.Start, RolloutEntryKind.Advance, RolloutEntryKind.RollBack], shop.Happened.Select(static entry => entry.Kind));
        await other.Rollouts.StepAsync(TestContext.Current.CancellationToken);
        await other.Rollouts.AdvanceAsync(Shop.Flag, "bob", "on");
        Assert.Equal(0, FaultyShop.ServedBy(other));
    }

    [Fact]
    public async Task Pause_AnotherControllerRolledBack_DoesNotExposeAgain()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await using Shop other = await shop.RivalAsync();
        await other.Rollouts.RollBackAsync(Shop.Flag, "bob", "no");

        await shop.Rollouts.PauseAsync(Shop.Flag, "ada", "lunch");
        await shop.HealAsync();

        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        Assert.Equal(0, shop.Served);
        Assert.Equal(RolloutStatus.RolledBack, shop.Kept.Entries[^1].To.Status);
    }

    [Fact]
    public async Task Follow_EntryWasReadBeforeItWasDurable_ReadsTheJournalFromItsBeginning()
    {
        var folder = new DiskFolder();
        await using FaultyShop shop = await FaultyShop.StartedAsync(disk: folder.Store);
        await using Shop follower = await shop.AnotherAsync();
        var before = new DiskFolder(folder.Files);
        await shop.Rollouts.PauseAsync(Shop.Flag, "ada", "never to be durable");
        await follower.Rollouts.StepAsync(TestContext.Current.CancellationToken);
        Assert.Equal(RolloutStatus.Holding, follower.Progress.Status);

        folder.TakeJournalOf(before);
        await shop.RestartAsync();
        await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "took its place");
        await shop.TickAsync();
        await follower.Rollouts.StepAsync(TestContext.Current.CancellationToken);

        Assert.Null(follower.Progress.Damage);
        Assert.Equal(RolloutStatus.RolledBack, follower.Progress.Status);
    }

    [Fact]
    public async Task Follow_ControllerNotesAnEntryBetweenTwoReads_IsNotTakenForDamage()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        FaultyStore? mine = null;
        await using Shop follower = await shop.AnotherAsync(store => mine = store);
        mine!.Hangs = StoreCalls.ReadCheckpoints;

        Task stepping = follower.Rollouts.StepAsync(TestContext.Current.CancellationToken);
        await mine.Hung;
        await shop.Rollouts.PauseAsync(Shop.Flag, "ada", "in between");
        await shop.StepAsync();
        mine.Heal();
        await stepping;

        Assert.Null(follower.Progress.Damage);
        Assert.Equal(RolloutStatus.Holding, follower.Progress.Status);
    }
}
