using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What explanations say about rollouts, word for word.</summary>
public sealed class RolloutExplanationTests
{
    [Fact]
    public async Task Explain_RunningStage_TellsStageShareArmAndWhatItWaitsFor()
    {
        await using Shop shop = await Shop.OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromSeconds(30), shoppersPerLook: 40);

        string[] block = RolloutOf(shop, "shopper-1");

        Assert.Equal(
            [
                "· rollout: Running since 2026-03-02 09:00:00Z, by ada: release day",
                "· attempt 1, stage `quarter` (1 of 2): 25 % of random traffic; the subject is in the baseline's arm",
                "· waits: The stage has been healthy for 0s of 5m.",
                "· waits: Guard `errors` is Inconclusive, and Healthy is needed. The candidate has 0 settled outcomes of at least 100. 0 of 0 subjects with the event had the candidate, 0 would be tolerable; evidence -0.69 of 4.61.",
                "· guard errors: Inconclusive. The candidate has 0 settled outcomes of at least 100. 0 of 0 subjects with the event had the candidate, 0 would be tolerable; evidence -0.69 of 4.61.",
            ],
            block);
    }

    [Fact]
    public async Task Explain_RolledBackByAGuard_NamesTheGuardAndItsEvidence()
    {
        await using Shop shop = await Shop.OpenAsync();
        shop.FailureRate = (.01, .20);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromMinutes(5));

        FlagExplanation explanation = shop.Gate.Explain(Shop.Flag, new EvaluationContext("shopper-1"));

        Assert.Equal("off", explanation.Decision.Variant);
        string[] block = RolloutOf(shop, "shopper-1");
        Assert.Equal(3, block.Length);
        Assert.StartsWith("· rollout: RolledBack since 2026-03-02 09:0", block[0], StringComparison.Ordinal);
        Assert.Contains("by rollout: Guard `errors` reached its limit. ", block[0], StringComparison.Ordinal);
        Assert.Equal("· attempt 1 ended in stage `quarter`: 25 % of random traffic", block[1]);
        Assert.StartsWith("✗ guard errors at the end: Breach. ", block[2], StringComparison.Ordinal);
        Assert.Equal(explanation.Rollout!.Reason, shop.Rollouts.JournalOf(Shop.Flag).Entries.Last(static entry => entry.Kind == RolloutEntryKind.RollBack).Reason);
    }

    [Fact]
    public async Task Explain_PausedByAnOperator_SaysWhoAndWhy()
    {
        await using Shop shop = await Shop.OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.Rollouts.PauseAsync(Shop.Flag, "bob", "the sale begins");

        Assert.Equal("· rollout: Holding (Paused) since 2026-03-02 09:00:00Z, by bob: the sale begins", RolloutOf(shop, "shopper-1")[0]);
    }

    [Fact]
    public async Task Explain_NotStarted_SaysSo()
    {
        await using Shop shop = await Shop.OpenAsync();

        Assert.Equal(["· rollout: Draft", "· waits: An operator starts it."], RolloutOf(shop, "shopper-1"));
    }

    [Fact]
    public async Task Explain_FlagWithoutRolloutOrSnapshot_SaysNothingAboutOne()
    {
        await using Shop shop = await Shop.OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");

        Assert.Null(shop.Gate.Explain("nope", default).Rollout);
        Assert.Null(shop.Gate.Explain(null!, default).Rollout);
        Assert.Null(shop.Gate.Current.Explain(Shop.Flag, default).Rollout);
        Assert.DoesNotContain("rollout:", shop.Gate.Current.Explain(Shop.Flag, default).ToString(), StringComparison.Ordinal);
    }

    private static string[] RolloutOf(Shop shop, string shopper)
    {
        string[] lines = [.. shop.Gate.Explain(Shop.Flag, new EvaluationContext(shopper)).ToString().Split('\n').Select(static line => line.Trim())];
        return [.. lines.SkipWhile(static line => !line.StartsWith("· rollout:", StringComparison.Ordinal))];
    }
}
