using System.Globalization;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>A look reads only the checkpoints that have changed, and decides as one that reads them all.</summary>
public sealed class CheckpointNewsTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(.01)]
    [InlineData(.04)]
    public async Task Looks_OnlyNewsIsRead_AreThoseThatReadEverything(double failureRate)
    {
        string[] everything = await LooksAsync(failureRate, knowsNoVersions: true);

        string[] news = await LooksAsync(failureRate, knowsNoVersions: false);

        Assert.Equal(everything, news);
        Assert.Contains(failureRate < .02 ? "Completed" : "RolledBack", news[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_NothingChanged_ReadsTheBeginningsOfFilesAlone()
    {
        var folder = new DiskFolder();
        await using FaultyShop shop = await FaultyShop.StartedAsync(disk: folder.Store);
        await using Shop follower = await shop.AnotherAsync();
        await TradeAsync(shop, follower, looks: 12);
        RolloutCheckpoint evidence = (await folder.Store.ReadCheckpointsAsync(Shop.Flag, None)).Single(static one => one.Name == "shop-2");
        foreach (int gone in Enumerable.Range(0, 40))
        {
            await folder.Store.WriteCheckpointAsync(Shop.Flag, $"gone-{gone}", evidence.Content, None);
        }

        await shop.TickAsync();
        var read = new List<long>();
        for (int i = 0; i < 3; i++)
        {
            long before = folder.Disk.BytesRead;
            await shop.TickAsync();
            read.Add(folder.Disk.BytesRead - before);
        }

        // One of these looks may come after the controller has written its own.
        Assert.InRange(folder.Files.Values.Sum(static file => (long)file.Length), 40_000, long.MaxValue);
        Assert.Equal(43 * 60, read.Min());
    }

    [Fact]
    public async Task TakeOver_FollowerHasReadEverything_ReadsWhereTheControllerStopped()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync(disk: new DiskFolder().Store);
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(3));
        await using Shop follower = await shop.AnotherAsync();
        await TradeAsync(shop, follower, looks: 3);
        TimeSpan before = follower.Progress.Dwell;

        await shop.CrashAsync();
        await follower.Rollouts.StepAsync(None);

        Assert.True(follower.Rollouts.IsControlling);
        Assert.InRange(shop.Progress.Dwell - follower.Progress.Dwell, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(follower.Progress.Dwell - before, TimeSpan.FromMinutes(1), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Look_ProcessBeforeWritesItsLastAfterThisOneStarted_IsTaken()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        Shop before = await shop.AnotherAsync();
        await before.TradeAsync(TimeSpan.FromMinutes(2), shoppersPerLook: 50);
        ReadOnlyMemory<byte> early = await EvidenceAsync();
        await before.TradeAsync(TimeSpan.FromMinutes(2), shoppersPerLook: 50);
        await before.DisposeAsync();
        ReadOnlyMemory<byte> last = await EvidenceAsync();
        await shop.Store.Inner.WriteCheckpointAsync(Shop.Flag, "shop-2", early, None);
        await using Shop after = await shop.AnotherAsync();
        await after.Rollouts.StepAsync(None);
        long known = Outcomes(after.Progress);

        await shop.Store.Inner.WriteCheckpointAsync(Shop.Flag, "shop-2", last, None);
        await after.Rollouts.StepAsync(None);

        Assert.Equal(known + (12 * 50), Outcomes(after.Progress));

        async Task<ReadOnlyMemory<byte>> EvidenceAsync() =>
            (await shop.Store.Inner.ReadCheckpointsAsync(Shop.Flag, None)).Single(static one => one.Name == "shop-2").Content;
    }

    [Fact]
    public async Task Look_ReadEndsAfterItsStep_TakesWhatItBrought()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await using Shop follower = await shop.AnotherAsync();
        await TradeAsync(shop, follower, looks: 12);
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(2), shoppersPerLook: 0);
        long before = Outcomes(shop.Progress);
        await follower.TradeAsync(TimeSpan.FromMinutes(2), shoppersPerLook: 50);
        shop.Store.HangsAfter = StoreCalls.ReadCheckpoints;

        await shop.Clock.PassOneAsync(shop.Store.Hung, shop.TickAsync);
        long without = Outcomes(shop.Progress);
        shop.Store.Heal();
        for (int i = 0; i < 100 && Outcomes(shop.Progress) == before; i++)
        {
            await shop.TickAsync();
        }

        Assert.Equal(before, without);
        Assert.InRange(Outcomes(shop.Progress), before + 200, long.MaxValue);
    }

    /// <summary>Two processes share a store; the follower is restarted, and takes over when the first one is killed. Says of each look what both know, and of each entry why.</summary>
    private static async Task<string[]> LooksAsync(double failureRate, bool knowsNoVersions)
    {
        var looks = new List<string>();
        await using FaultyShop shop = await FaultyShop.OpenAsync(disk: new DiskFolder().Store);
        shop.Store.KnowsNoVersions = knowsNoVersions;
        Shop follower = await shop.AnotherAsync(store => store.KnowsNoVersions = knowsNoVersions);
        Assert.True((await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day")).IsAccepted);
        await LookAsync(12);
        await shop.LastStore.CrashAsync();
        await follower.DisposeAsync();
        follower = await shop.AnotherAsync(store => store.KnowsNoVersions = knowsNoVersions);
        await LookAsync(15);
        await shop.CrashAsync();
        await LookAsync(60);
        await follower.DisposeAsync();
        return [.. looks, .. shop.Kept.Entries.Select(static entry => $"{entry} {string.Join(", ", entry.Verdicts)} {string.Join(", ", entry.Counters)}")];

        async Task LookAsync(int times)
        {
            (shop.Shop.FailureRate, follower.FailureRate) = ((.01, failureRate), (.01, failureRate));
            follower.NextShopper = 1_000_000 + looks.Count * 1_000;
            for (int i = 0; i < times; i++)
            {
                await TradeAsync(shop, follower, looks: 1);
                looks.Add($"{TextOf(shop.Progress)} | {TextOf(follower.Progress)}");
            }
        }
    }

    private static async Task TradeAsync(FaultyShop shop, Shop follower, int looks)
    {
        for (int look = 0; look < looks; look++)
        {
            for (int i = 0; i < 50; i++)
            {
                shop.Shop.Buy();
                follower.Buy();
            }

            await shop.TickAsync();
            await follower.Rollouts.StepAsync(None);
        }
    }

    private static long Outcomes(RolloutProgress progress) => progress.CandidateOutcomes + progress.BaselineOutcomes;

    private static string TextOf(RolloutProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Status} {progress.Stage?.Name} {progress.Dwell} {progress.Subjects} {progress.CandidateOutcomes} {progress.BaselineOutcomes} {string.Join(", ", progress.Readings.Select(static reading => $"{reading} {reading.Log:R}"))} {progress.Damage}");
}
