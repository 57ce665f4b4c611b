using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class RolloutControllerTests
{
    [Fact]
    public async Task Start_HealthyCandidate_WalksToCompletion()
    {
        await using Shop shop = await Shop.OpenAsync();

        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromMinutes(20));

        Assert.True(started.IsAccepted, started.Sentence);
        Assert.True(shop.Progress.Status == RolloutStatus.Completed, string.Join('\n', shop.Progress.Waits));
        Assert.Equal(
            [RolloutEntryKind.Start, RolloutEntryKind.Advance, RolloutEntryKind.Complete, RolloutEntryKind.Report],
            shop.Rollouts.JournalOf(Shop.Flag).Entries.Select(static entry => entry.Kind));
        Assert.True(shop.Gate.IsEnabled(Shop.Flag, new EvaluationContext("anybody")));
    }

    [Fact]
    public async Task Start_ProbeThatCannotRun_IsRefused()
    {
        await using Shop shop = await Shop.OpenAsync(Shop.Plan(more: "\"probes\": [\"smoke\"]"));

        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");

        Assert.False(started.IsAccepted);
        Assert.Equal("Probe `smoke` is not registered: add it to RolloutOptions.Probes.", started.Sentence);
        Assert.False(shop.Gate.IsEnabled(Shop.Flag, new EvaluationContext("anybody")));
    }

    [Fact]
    public async Task Look_CandidateFailsMore_RollsBackToTheBaselineForAll()
    {
        await using Shop shop = await Shop.OpenAsync();
        shop.FailureRate = (.01, .10);

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromMinutes(20));

        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        RolloutJournalEntry last = shop.Rollouts.JournalOf(Shop.Flag).Entries.Last(static entry => entry.Kind != RolloutEntryKind.Report);
        Assert.Equal(RolloutEntryKind.RollBack, last.Kind);
        Assert.Contains("`errors`", last.Reason, StringComparison.Ordinal);
        Assert.False(shop.Gate.IsEnabled(Shop.Flag, new EvaluationContext("anybody")));
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal("off", shop.Gate.Decide(Shop.Flag, new EvaluationContext("s" + i)).Variant));
    }

    [Fact]
    public async Task Look_DecisionsWithoutOutcomes_HoldsAfterMaxBlindAndNeverAdvances()
    {
        await using Shop shop = await Shop.OpenAsync();
        shop.Reports = false;

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromMinutes(20));

        Assert.Equal((RolloutStatus.Holding, RolloutHoldReason.Blind), (shop.Progress.Status, shop.Progress.HoldReason));
        Assert.Equal("quarter", shop.Progress.Stage!.Name);
        Assert.Equal(TimeSpan.Zero, shop.Progress.Dwell);
    }
}
