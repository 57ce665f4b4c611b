using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Lowering exposure needs no store; raising it always does.</summary>
public sealed class LoweringTests
{
    public static TheoryData<string> Faults => ["throws", "hangs", "hangs blocking its thread", "loses answers"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task RollBack_StoreFails_IsInEffectWhenTheCallReturns(string fault)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        Break(shop.Store, fault);

        Task<RolloutCommandResult> rolling = shop.RollBackAsync();

        Assert.Equal(0, shop.Served);
        await shop.PassAsync(() => rolling);
        Assert.True((await rolling).IsAccepted);
        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    public async Task RollBack_StoreFails_IsJournalledOnceTheStoreIsBack(string fault)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        Break(shop.Store, fault);

        await shop.PassAsync(async () => Assert.False((await shop.RollBackAsync()).IsJournalled));
        FeatureGateStatus broken = shop.Shop.Gate.Status;
        await shop.HealAsync();

        Assert.Equal(FeatureGateState.Degraded, broken.State);
        Assert.Contains(broken.Reasons, static reason => reason.Contains(Shop.Flag, StringComparison.Ordinal));
        Assert.Equal([RolloutEntryKind.Start, RolloutEntryKind.RollBack], shop.Happened.Select(static entry => entry.Kind));
        Assert.Equal("ada", shop.Happened[^1].Actor);
        Assert.Equal(0, shop.Progress.Pending);
        Assert.Equal(FeatureGateState.Ready, shop.Shop.Gate.Status.State);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Pause_StoreFails_HoldsAtOnce(string fault)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        Break(shop.Store, fault);

        Task<RolloutCommandResult> pausing = shop.Rollouts.PauseAsync(Shop.Flag, "ada", "lunch");

        Assert.Equal((RolloutStatus.Holding, RolloutHoldReason.Paused), (shop.Progress.Status, shop.Progress.HoldReason));
        await shop.PassAsync(() => pausing);
        Assert.Equal(.25, shop.Served, .06);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Kill_StoreFails_ServesOffAtOnceAndIsJournalledLater(string fault)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        Break(shop.Store, fault);

        Task<RolloutCommandResult> killing = shop.Rollouts.KillAsync(Shop.Flag, "ada", "fire");
        double served = shop.Served;
        await shop.PassAsync(() => killing);
        await shop.HealAsync();

        Assert.Equal(0, served);
        Assert.Equal([RolloutEntryKind.Start, RolloutEntryKind.Kill], shop.Kept.Entries.Select(static entry => entry.Kind));
        Assert.Equal(RolloutStatus.Running, shop.Progress.Status);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Breach_StoreFails_RollsBackAtTheNextLook(string fault)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        shop.Shop.FailureRate = (.01, .5);
        for (int i = 0; i < 2000; i++)
        {
            shop.Shop.Buy();
        }

        shop.Clock.Advance(TimeSpan.FromSeconds(70));
        Break(shop.Store, fault);
        await shop.PassAsync(shop.StepAsync);
        double served = shop.Served;
        await shop.HealAsync();

        Assert.Equal(0, served);
        RolloutJournalEntry last = shop.Happened[^1];
        Assert.Equal((RolloutEntryKind.RollBack, "rollout"), (last.Kind, last.Actor));
        Assert.Contains(last.Verdicts, static verdict => verdict.Verdict == GuardVerdict.Breach);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Breach_StoreHasHungForLong_IsLookedForAtOnce(string fault)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        Break(shop.Store, fault);
        await shop.PassAsync(shop.TickAsync);
        await shop.PassAsync(shop.TickAsync);
        shop.Shop.FailureRate = (.01, .5);
        for (int i = 0; i < 2000; i++)
        {
            shop.Shop.Buy();
        }

        shop.Clock.Advance(TimeSpan.FromSeconds(70));
        DateTimeOffset before = shop.Clock.GetUtcNow();
        await shop.PassAsync(shop.StepAsync);

        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        Assert.True(shop.Progress.Since <= before + TimeSpan.FromSeconds(1), $"It took {shop.Progress.Since - before}.");
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    [InlineData("hangs blocking its thread")]
    public async Task Advance_StoreFails_ExposesNothingMoreForHours(string fault)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        Break(shop.Store, fault);

        for (int i = 0; i < 90; i++)
        {
            for (int k = 0; k < 100; k++)
            {
                shop.Shop.Buy();
            }

            await shop.PassAsync(shop.TickAsync);
            Assert.Equal("quarter", shop.Progress.Stage!.Name);
        }

        Assert.True(shop.Progress.Dwell >= TimeSpan.FromMinutes(5));
        Assert.Equal(.25, shop.Served, .06);
        Assert.NotNull(shop.Progress.Damage);
        await shop.HealAsync();
        await shop.Shop.TradeAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("full", shop.Progress.Stage!.Name);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    [InlineData("hangs blocking its thread")]
    public async Task Start_StoreFails_IsRefusedWithASentenceAndExposesNobody(string fault)
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync();
        Break(shop.Store, fault);

        RolloutCommandResult? result = null;
        await shop.PassAsync(async () => result = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day"));

        Assert.False(result!.IsAccepted);
        Assert.StartsWith("The store", result.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, shop.Served);
        Assert.Equal(RolloutStatus.Draft, shop.Progress.Status);
    }

    private static void Break(FaultyStore store, string fault)
    {
        store.BlocksThreads = fault == "hangs blocking its thread";
        store.Throws = fault == "throws" ? StoreCalls.All : StoreCalls.None;
        store.Hangs = fault.StartsWith("hangs", StringComparison.Ordinal) ? StoreCalls.All : StoreCalls.None;
        store.LosesAnswers = fault == "loses answers" ? StoreCalls.All : StoreCalls.None;
    }
}
