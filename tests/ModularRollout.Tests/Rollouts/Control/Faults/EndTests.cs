namespace ModularRollout.Tests.Rollouts.Control.Faults;

public sealed class EndTests
{
    [Fact]
    public async Task DisposeAsync_ACheckpointIsStillBeingWritten_WritesTheLastOneAfterIt()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        shop.Store.Hangs = StoreCalls.WriteCheckpoint;
        await shop.PassAsync(() => shop.Shop.TradeAsync(TimeSpan.FromMinutes(2)));
        TimeSpan dwell = shop.Progress.Dwell;
        shop.Store.Hangs = StoreCalls.None;

        Task end = shop.Shop.DisposeAsync().AsTask();
        shop.Store.Heal();
        await end;
        await shop.RestartAsync();

        Assert.True(dwell >= TimeSpan.FromMinutes(2));
        Assert.Equal(dwell, shop.Progress.Dwell);
    }
}
