using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Definitions that change, or go, while a rollout runs.</summary>
public sealed class DefinitionChangeTests
{
    private const string Hasty = """{ "name": "quarter", "percent": 25, "dwell": "2m" }, { "name": "half", "percent": 50, "dwell": "50m" }, { "name": "full", "percent": 100 }""";

    [Fact]
    public async Task Publish_FlagIsDeleted_HoldsWithWhatWasLocked()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();

        await shop.Shop.PublishAsync("""{ "schemaVersion": 1, "flags": {} }""");
        double served = shop.Served;
        await shop.TickAsync();

        Assert.Equal(.25, served, .06);
        Assert.Equal((RolloutStatus.Holding, RolloutHoldReason.FlagDeleted), (shop.Progress.Status, shop.Progress.HoldReason));
        Assert.Equal(.25, shop.Served, .06);
        await shop.RollBackAsync();
        Assert.Equal(0, shop.Served);
    }

    [Fact]
    public async Task Publish_PlanIsChanged_IsLockedUntilItIsAdopted()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();

        await shop.Shop.PublishAsync(Shop.Definition(Shop.Plan(Hasty)));
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(3));
        string locked = shop.Progress.Stage!.Name;
        RolloutCommandResult adopted = await shop.Rollouts.AdoptAsync(Shop.Flag, "ada", "faster");
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(1));

        Assert.True(adopted.IsAccepted, adopted.Sentence);
        Assert.Equal(("quarter", "half"), (locked, shop.Progress.Stage!.Name));
        Assert.Equal(.5, shop.Served, .06);
    }

    [Fact]
    public async Task Adopt_GuardIsAdded_EvidenceOfTheOthersStays()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(2));
        long before = shop.Progress.CandidateOutcomes;
        string guards = """{ "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } }, { "name": "budget", "events": { "slowerThan": "5s" }, "noMoreThan": { "rate": 0.05 } }""";
        await shop.Shop.PublishAsync(Shop.Definition($$"""
            { "candidate": "on", "baseline": "off", "guards": [ {{guards}} ],
              "stages": [ { "name": "quarter", "percent": 25, "dwell": "5m" }, { "name": "full", "percent": 100, "dwell": "5m" } ] }
            """));

        RolloutCommandResult adopted = await shop.Rollouts.AdoptAsync(Shop.Flag, "ada", "a budget");
        await shop.TickAsync();

        Assert.True(adopted.IsAccepted, adopted.Sentence);
        Assert.Equal(before, shop.Progress.CandidateOutcomes);
        Assert.Equal(["errors", "budget"], shop.Progress.Readings.Select(static reading => reading.Guard));
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(20));
        Assert.True(shop.Progress.Status == RolloutStatus.Completed, shop.Kept.Entries[^1].Reason);
    }

    [Fact]
    public async Task Restart_PlanIsChanged_WhatWasLockedGoesOn()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await shop.Shop.PublishAsync(Shop.Definition(Shop.Plan(Hasty)));

        await shop.RestartAsync();

        Assert.Equal(.25, shop.Served, .06);
        Assert.Equal(RolloutStatus.Running, shop.Progress.Status);
    }

    [Fact]
    public async Task Publish_PlanIsRemovedAfterCompletionAndComesBack_DefinitionDecidesInBetween()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(20));
        Assert.Equal(RolloutStatus.Completed, shop.Progress.Status);

        await shop.Shop.PublishAsync($$"""{ "flags": { "{{Shop.Flag}}": { "owner": "shop", "otherwise": { "serve": "off" } } } }""");
        await shop.TickAsync();
        double removed = shop.Served;
        await shop.Shop.PublishAsync(Shop.Definition(Shop.Plan()));
        await shop.TickAsync();

        Assert.Equal(0, removed);
        Assert.Equal(1, shop.Served);
        Assert.Null(shop.Progress.Damage);
    }

    [Fact]
    public async Task Publish_AnotherFlagRequiresANewVariant_FailsToMeetItUntilTheRolloutEnds()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        string other = """ "other": { "owner": "shop", "requires": [{ "flag": "checkout.one-page", "is": ["slow"] }], "otherwise": { "serve": "on" } }""";
        string changed = $$"""
            { "flags": { {{other}}, "{{Shop.Flag}}": { "owner": "shop", "variants": { "fast": 1, "slow": 2 }, "off": "slow", "otherwise": { "serve": "slow" } } } }
            """;
        await shop.Shop.PublishAsync(changed);
        await shop.TickAsync();
        Decision before = shop.Shop.Gate.Decide("other", new EvaluationContext("ada"));
        DefinitionDiagnostic told = Assert.Single(shop.Shop.Gate.Status.Layers[0].Diagnostics, static diagnostic => diagnostic.Code == "MR1512");
        Assert.Equal(.25, shop.Served, .06);

        await shop.RollBackAsync();

        Assert.Equal((DecisionReason.PrerequisiteFailed, "flags.other"), (before.Reason, told.Path));
        Assert.Equal("slow", shop.Shop.Gate.Decide(Shop.Flag, new EvaluationContext("ada")).Variant);
        Assert.Equal("on", shop.Shop.Gate.Decide("other", new EvaluationContext("ada")).Variant);
    }

    [Fact]
    public async Task Publish_FitsWithWhatIsLockedAlone_IsRefusedAsWithoutARollout()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();

        shop.Shop.Offer($$"""{ "flags": { "other": { "owner": "shop", "requires": [{ "flag": "{{Shop.Flag}}", "is": ["on"] }] } } }""");
        await Eventually.True(() => shop.Shop.Gate.Status.State == FeatureGateState.Degraded);
        await shop.TickAsync();

        Assert.Contains($"There is no flag '{Shop.Flag}' to require", shop.Shop.Gate.Status.LastError, StringComparison.Ordinal);
        Assert.Equal((RolloutStatus.Running, .25), (shop.Progress.Status, Math.Round(shop.Served * 4) / 4));
    }

    [Fact]
    public async Task Kill_WhileRunning_ServesOffUntilItIsRevived()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();

        RolloutCommandResult killed = await shop.Rollouts.KillAsync(Shop.Flag, "ada", "fire");
        double dead = shop.Served;
        await shop.TickAsync();
        RolloutCommandResult revived = await shop.Rollouts.ReviveAsync(Shop.Flag, "ada", "it was the toaster");

        Assert.True(killed.IsAccepted && killed.IsJournalled && revived.IsJournalled);
        Assert.Equal(0, dead);
        Assert.Equal(.25, shop.Served, .06);
        Assert.Equal(
            [(RolloutEntryKind.Start, "release day"), (RolloutEntryKind.Kill, "fire"), (RolloutEntryKind.Revive, "it was the toaster")],
            shop.Kept.Entries.Select(static entry => (entry.Kind, entry.Reason)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_DefinitionsComeLate_NothingIsTakenForDeleted(bool isCompleted)
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        await shop.Shop.TradeAsync(isCompleted ? TimeSpan.FromMinutes(20) : TimeSpan.FromMinutes(1));
        RolloutStatus before = shop.Progress.Status;
        await shop.CrashAsync();
        var late = new TaskCompletionSource<FlagPayload>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new FeatureGateOptions { TimeProvider = shop.Clock, OnStartTimeout = StartTimeoutAction.ServeFallbacks, StartTimeout = TimeSpan.FromTicks(1) };
        options.Rollouts.Store = new FaultyStore(shop.Store.Inner) { IsShared = true };
        options.Rollouts.RunsByItself = false;

        Task<FeatureGate> starting = FeatureGate.StartAsync([new ScriptedProvider().ThenAwait(late.Task)], options, TestContext.Current.CancellationToken).AsTask();
        await Eventually.True(() => starting.IsCompleted, shop.Clock, TimeSpan.FromSeconds(1));
        await using FeatureGate gate = await starting;
        shop.Clock.Advance(TimeSpan.FromSeconds(10));
        await gate.Rollouts.StepAsync(TestContext.Current.CancellationToken);
        FeatureGateState early = gate.Status.State;
        late.SetResult(new FlagPayload("1", Shop.Definition(Shop.Plan())));
        await Eventually.True(() => gate.Current.Version > 0);
        await gate.Rollouts.StepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(FeatureGateState.NotReady, early);
        Assert.Equal(before, gate.Rollouts.Find(Shop.Flag)!.Status);
        Assert.DoesNotContain(shop.Kept.Entries, static entry => entry.Kind == RolloutEntryKind.Hold);
        Assert.Equal(isCompleted ? 1 : .25, Enumerable.Range(0, 1000).Count(i => gate.Decide(Shop.Flag, new EvaluationContext("subject-" + i)).IsEnabled) / 1000.0, .06);
    }
}
