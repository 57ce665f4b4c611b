using ModularRollout.Rollouts;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Clocks that jump forth and back by hours.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    public async Task Dwell_ClockJumps_CountsWhatHasPassed(int hours)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        TimeSpan before = shop.Progress.Dwell;

        shop.Clock.Jump(TimeSpan.FromHours(hours));
        await shop.Shop.TradeAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("quarter", shop.Progress.Stage!.Name);
        Assert.Equal(before + TimeSpan.FromSeconds(30), shop.Progress.Dwell);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    public async Task Window_ClockJumps_CountsWhatHasPassed(int hours)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync(Shop.Plan(more: """ "window": "3h", "onWindowEnd": "rollback" """));
        TimeSpan before = shop.Progress.WindowUsed;

        shop.Clock.Jump(TimeSpan.FromHours(hours));
        await shop.Shop.TradeAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(RolloutStatus.Running, shop.Progress.Status);
        Assert.Equal(before + TimeSpan.FromSeconds(30), shop.Progress.WindowUsed);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    public async Task Guard_ClockJumps_RollsBackAllTheSame(int hours)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        shop.Shop.FailureRate = (.01, .3);
        await shop.Shop.TradeAsync(TimeSpan.FromSeconds(20));

        shop.Clock.Jump(TimeSpan.FromHours(hours));
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        Assert.Null(shop.Kept.Damage);
    }

    [Fact]
    public async Task Scheduled_ClockIsSetBack_WaitsForItsInstantAndStaysStarted()
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync(Shop.Plan(more: """ "start": "2026-03-02T10:00:00Z" """));
        await shop.TickAsync();
        Assert.Equal(RolloutStatus.Scheduled, shop.Progress.Status);

        shop.Clock.Jump(TimeSpan.FromHours(-5));
        await shop.TickAsync();
        RolloutStatus early = shop.Progress.Status;
        shop.Clock.Jump(TimeSpan.FromHours(6));
        await shop.TickAsync();
        RolloutStatus due = shop.Progress.Status;
        shop.Clock.Jump(TimeSpan.FromHours(-5));
        await shop.TickAsync();

        Assert.Equal((RolloutStatus.Scheduled, RolloutStatus.Running, RolloutStatus.Running), (early, due, shop.Progress.Status));
        Assert.Equal(.25, shop.Served, .06);
    }

    [Fact]
    public async Task Freeze_ClockIsSetBackIntoIt_NothingRises()
    {
        var freeze = new RolloutFreeze(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), "Sale");
        await using FaultyShop shop = await FaultyShop.StartedAsync(configure: options => options.Rollouts.Freezes.Add(freeze));

        shop.Clock.Jump(TimeSpan.FromHours(-5));
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(20));

        Assert.Equal("quarter", shop.Progress.Stage!.Name);
        Assert.Contains("There is a freeze until 2026-03-02 08:00:00Z: Sale", shop.Progress.Waits);
        Assert.True((await shop.RollBackAsync()).IsAccepted);
    }

    [Fact]
    public async Task Step_MachineSlept_DwellsTwoTicksAtMost()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        TimeSpan before = shop.Progress.Dwell;
        for (int i = 0; i < 500; i++)
        {
            shop.Shop.Buy();
        }

        shop.Clock.Advance(TimeSpan.FromHours(6));
        await shop.StepAsync();

        Assert.Equal("quarter", shop.Progress.Stage!.Name);
        Assert.True(shop.Progress.Dwell <= before + TimeSpan.FromSeconds(20), $"{shop.Progress.Dwell}");
    }
}
