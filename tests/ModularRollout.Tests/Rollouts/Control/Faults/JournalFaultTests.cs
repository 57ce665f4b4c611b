using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Journals and checkpoints that are damaged, unreadable or without room.</summary>
public sealed class JournalFaultTests
{
    public static TheoryData<string> Damages => ["flipped bit", "missing entry", "entry twice", "two entries swapped", "removed end", "no journal"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Restart_JournalIsDamaged_ServesTheBaselineAndSaysSo(string damage)
    {
        var folder = new DiskFolder();
        await using FaultyShop shop = await WithThreeEntriesAsync(folder);
        DiskFolder damaged = folder.WithJournal(lines => Damage(lines, damage));

        await shop.RestartAsync(damaged.Store);
        await shop.TickAsync();

        Assert.Equal(0, shop.Served);
        Assert.Equal(0, shop.Progress.SharePercent);
        Assert.NotNull(shop.Progress.Damage);
        Assert.Contains(shop.Progress.Damage, shop.Progress.Waits);
        Assert.Equal(FeatureGateState.Degraded, shop.Shop.Gate.Status.State);
        Assert.Contains(shop.Shop.Gate.Status.Reasons, reason => reason.Contains(shop.Progress.Damage, StringComparison.Ordinal));
        RolloutCommandResult refused = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "anyway");
        Assert.False(refused.IsAccepted);
        Assert.Equal(0, shop.Served);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Step_DamagedJournalIsRepaired_GoesOn(string damage)
    {
        var folder = new DiskFolder();
        await using FaultyShop shop = await WithThreeEntriesAsync(folder);
        DiskFolder damaged = folder.WithJournal(lines => Damage(lines, damage));
        await shop.RestartAsync(damaged.Store);

        damaged.TakeJournalOf(folder);
        await shop.TickAsync();

        Assert.Null(shop.Progress.Damage);
        Assert.Equal(RolloutStatus.Running, shop.Progress.Status);
        Assert.Equal(.25, shop.Served, .06);
        Assert.True((await shop.RollBackAsync()).IsJournalled);
    }

    [Fact]
    public async Task Restart_JournalHasATornTail_GoesOnFromTheLastAcknowledgedEntry()
    {
        var folder = new DiskFolder();
        await using FaultyShop shop = await FaultyShop.StartedAsync(disk: folder.Store);
        DiskFolder torn = folder.WithTornTail("""{"version":1,"flag":"checkout.one-page","attem""");

        await shop.RestartAsync(torn.Store);

        Assert.Null(shop.Progress.Damage);
        Assert.Equal(.25, shop.Served, .06);
        Assert.Contains("were cut off", Assert.Single(torn.Store.Damages).Sentence, StringComparison.Ordinal);
        Assert.True((await shop.RollBackAsync()).IsJournalled);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    [InlineData(300)]
    [InlineData(4000)]
    public async Task Restart_CheckpointIsDamaged_GoesOnWithoutWhatItHeld(int? flipped)
    {
        var folder = new DiskFolder();
        await using FaultyShop shop = await FaultyShop.StartedAsync(disk: folder.Store);
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(2));
        DiskFolder damaged = folder.WithCheckpoint(flipped);

        await shop.RestartAsync(damaged.Store);

        Assert.Equal(flipped is null ? 0 : 1, damaged.Store.Damages.Count);
        Assert.Equal(RolloutStatus.Running, shop.Progress.Status);
        Assert.Equal(.25, shop.Served, .06);
        Assert.Equal(TimeSpan.Zero, shop.Progress.Dwell);
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(20));
        Assert.Equal(RolloutStatus.Completed, shop.Progress.Status);
    }

    [Fact]
    public async Task Restart_EvidenceOfAnotherVersion_IsLeftOutAndTold()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        byte[] future = [1, 0, 0, 0, 1, 0, 0, 0, 250, 250, 250, 250];
        await shop.Store.Inner.WriteCheckpointAsync(Shop.Flag, "shop-of-tomorrow", future, TestContext.Current.CancellationToken);
        await shop.Store.Inner.WriteCheckpointAsync(Shop.Flag, "controller", new byte[] { 9, 0, 0, 0 }, TestContext.Current.CancellationToken);

        await shop.RestartAsync();
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(1));

        Assert.Contains(shop.Shop.Gate.Status.Reasons, static reason => reason.Contains("The evidence of another process cannot be read", StringComparison.Ordinal));
        shop.Shop.FailureRate = (.01, .3);
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
    }

    [Fact]
    public async Task Restart_CheckpointsCannotBeRead_ExposesNothingUntilTheyCan()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await shop.CrashAsync();

        await using Shop again = await shop.AnotherAsync(static store => store.Throws = StoreCalls.ReadCheckpoints, isolated: true);
        double unknown = FaultyShop.ServedBy(again);
        shop.LastStore.Heal();
        await again.Rollouts.StepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, unknown);
        Assert.Equal(.25, FaultyShop.ServedBy(again), .06);
    }

    [Fact]
    public async Task Start_DiskIsFull_IsRefusedAndAcceptedOnceThereIsRoom()
    {
        var folder = new DiskFolder();
        await using FaultyShop shop = await FaultyShop.OpenAsync(disk: folder.Store);
        folder.Fill();

        RolloutCommandResult refused = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        double served = shop.Served;
        folder.MakeRoom();
        await shop.TickAsync();
        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");

        Assert.False(refused.IsAccepted);
        Assert.Contains("No space left on device", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, served);
        Assert.True(started.IsAccepted, started.Sentence);
        Assert.Equal([RolloutEntryKind.Start], shop.Kept.Entries.Select(static entry => entry.Kind));
    }

    [Fact]
    public async Task RollBack_DiskIsFull_SurvivesOnceThereIsRoom()
    {
        var folder = new DiskFolder();
        await using FaultyShop shop = await FaultyShop.StartedAsync(disk: folder.Store);
        folder.Fill();

        RolloutCommandResult back = await shop.RollBackAsync();
        double served = shop.Served;
        folder.MakeRoom();
        await shop.TickAsync();
        await shop.RestartAsync();

        Assert.True(back.IsAccepted);
        Assert.False(back.IsJournalled);
        Assert.Equal(0, served);
        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
    }

    [Fact]
    public async Task Step_CheckpointCannotBeWritten_IsToldAndTriedAgain()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        shop.Store.Throws = StoreCalls.WriteCheckpoint;
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(1));
        string? told = shop.Progress.Damage;

        await shop.HealAsync();
        TimeSpan dwell = shop.Progress.Dwell;
        await shop.RestartAsync();

        Assert.Contains("The checkpoint could not be written", told, StringComparison.Ordinal);
        Assert.True(dwell > TimeSpan.Zero);
        Assert.Equal(dwell, shop.Progress.Dwell);
    }

    private static IEnumerable<string> Damage(List<string> lines, string damage) => damage switch
    {
        "flipped bit" => [lines[0], (char)(lines[1][0] ^ 1) + lines[1][1..], .. lines.Skip(2)],
        "missing entry" => [lines[0], .. lines.Skip(2)],
        "entry twice" => [lines[0], lines[0], .. lines.Skip(1)],
        "two entries swapped" => [lines[0], lines[2], lines[1]],
        "removed end" => lines.Take(lines.Count - 1),
        _ => [],
    };

    /// <summary>Opens a shop whose journal in a folder has three entries.</summary>
    private static async Task<FaultyShop> WithThreeEntriesAsync(DiskFolder folder)
    {
        FaultyShop shop = await FaultyShop.StartedAsync(disk: folder.Store);
        await shop.Rollouts.PauseAsync(Shop.Flag, "ada", "a second entry");
        await shop.Rollouts.ResumeAsync(Shop.Flag, "ada", "a third entry");
        await shop.TickAsync();
        return shop;
    }
}
