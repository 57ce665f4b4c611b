using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class RolloutClocksTests
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(10);
    private static readonly RolloutClocks s_before = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));

    [Theory]
    [InlineData(true, false, false, true, false, 10, 0, 10)] // healthy: dwells, is not blind, uses its window
    [InlineData(false, false, false, true, false, 0, 0, 10)] // a guard is not healthy
    [InlineData(true, true, false, true, false, 0, 10, 10)] // unknown: blind
    [InlineData(true, false, true, true, false, 0, null, 10)] // idle: dwell and blind clocks both stop
    [InlineData(true, true, true, true, false, 0, null, 10)] // idle and unknown
    [InlineData(true, false, false, false, false, 10, 0, 0)] // outside change hours it dwells all the same
    [InlineData(true, false, false, true, true, 10, 0, 0)] // a manual pause uses no window
    public void After_ATick_MovesTheClocks(bool isHealthy, bool isUnknown, bool isIdle, bool isOpen, bool isPaused, int dwell, int? blind, int window)
    {
        RolloutClocks after = s_before.After(s_tick, new RolloutTick(isHealthy, isUnknown, isIdle, isOpen, isPaused));

        TimeSpan expectedBlind = blind is null ? s_before.Blind : blind == 0 ? TimeSpan.Zero : s_before.Blind + s_tick;
        Assert.Equal(new RolloutClocks(s_before.Dwell + TimeSpan.FromSeconds(dwell), expectedBlind, s_before.Window + TimeSpan.FromSeconds(window)), after);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void After_NoTimeOrTimeGoingBack_ChangesNothing(int seconds)
    {
        Assert.Equal(s_before, s_before.After(TimeSpan.FromSeconds(seconds), new RolloutTick(true, false, false, true, false)));
    }

    [Fact]
    public async Task Step_AfterALongSleep_DwellsForTwoTicksAtMost()
    {
        await using Shop shop = await Shop.OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromMinutes(3));
        TimeSpan before = shop.Progress.Dwell;
        shop.Clock.Advance(TimeSpan.FromHours(3));

        await shop.TradeAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("quarter", shop.Progress.Stage!.Name);
        Assert.InRange(before, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(3));
        Assert.InRange(shop.Progress.Dwell - before, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Step_OutsideChangeHours_DwellsAndAdvancesWhenTheyOpen()
    {
        // The shop opens on a Monday at nine.
        await using Shop shop = await Shop.OpenAsync(Shop.Plan(more: "\"changeHours\": { \"from\": \"09:00\", \"to\": \"09:02\" }, \"window\": \"1d\""));
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromMinutes(12));

        Assert.Equal("quarter", shop.Progress.Stage!.Name);
        Assert.True(shop.Progress.Dwell > TimeSpan.FromMinutes(5), shop.Progress.Dwell.ToString());
        Assert.InRange(shop.Progress.WindowUsed, TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(2));
        Assert.Equal(["The change hours are closed until 2026-03-03 09:00:00Z."], shop.Progress.Waits);

        shop.Clock.Advance(new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero) - shop.Clock.GetUtcNow());
        await shop.TradeAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("full", shop.Progress.Stage!.Name);
    }

    [Fact]
    public async Task Step_PausedAndResumed_UsesNoWindowMeanwhile()
    {
        await using Shop shop = await Shop.OpenAsync(Shop.Plan(more: "\"window\": \"6m\""));
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromMinutes(1));
        await shop.Rollouts.PauseAsync(Shop.Flag, "ada", "lunch");
        TimeSpan used = shop.Progress.WindowUsed;
        await shop.TradeAsync(TimeSpan.FromMinutes(10));

        Assert.Equal((used, RolloutStatus.Holding), (shop.Progress.WindowUsed, shop.Progress.Status));
        Assert.True(shop.Progress.Dwell > TimeSpan.FromMinutes(5), shop.Progress.Dwell.ToString());
    }
}
