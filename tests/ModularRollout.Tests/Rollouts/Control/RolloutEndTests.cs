using ModularRollout.Rollouts;
using ModularRollout.Tests.Rollouts.Control.Faults;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What is known of an attempt once it is over.</summary>
public sealed class RolloutEndTests
{
    private const string Others = """{ "name": "tenth", "percent": 10 }""";

    [Fact]
    public async Task End_RolledBackByAGuard_SaysWhereItStoodAndOnWhatEvidence()
    {
        await using FaultyShop shop = await BrokenAsync();

        RolloutEnd end = shop.Progress.End!;

        Assert.Equal((RolloutStatus.RolledBack, "quarter", 25m, "errors", "rollout"), (end.Status, end.Stage?.Name, end.SharePercent, end.Guard, end.Actor));
        Assert.Equal((shop.Progress.Since, shop.Progress.Reason), (end.Time, end.Reason));
        GuardReading reading = Assert.Single(end.Readings);
        Assert.Equal(("errors", GuardVerdict.Breach), (reading.Guard, reading.Verdict));
        Assert.True(reading.Log >= reading.LogLimit && reading.CandidateEvents > reading.BaselineEvents && reading.CandidateOutcomes > 0, reading.Sentence);
        Assert.Contains(reading.Sentence, end.Reason, StringComparison.Ordinal);
        Assert.Empty(shop.Progress.Readings);
        Assert.Matches("^RolledBack on 2026-03-02 09:0.:.0Z in stage `quarter` at 25 %, by rollout: Guard `errors` reached its limit", end.ToString());
    }

    [Fact]
    public async Task End_ProcessRestartedAndPlanWasEdited_IsTheSame()
    {
        await using FaultyShop shop = await BrokenAsync();
        RolloutEnd before = shop.Progress.End!;
        await shop.Shop.PublishAsync(Shop.Definition(Shop.Plan(Others)));
        await shop.TickAsync();
        string edited = shop.Progress.End!.ToString();

        await shop.CrashAsync();
        await using Shop next = await Shop.OpenAsync(Shop.Plan(Others), options => options.Rollouts.Store = new FaultyStore(shop.Store.Inner) { IsShared = true }, clock: shop.Clock);

        Assert.Equal("tenth", next.Progress.Plan.Stages[0].Name);
        Assert.Equal((before.ToString(), before.ToString()), (edited, next.Progress.End!.ToString()));
        Assert.Equal(Assert.Single(before.Readings).ToString(), Assert.Single(next.Progress.End.Readings).ToString());
        Assert.Contains("· attempt 1 ended in stage `quarter`: 25 % of random traffic", next.Gate.Explain(Shop.Flag, default).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_ProcessFollows_IsWhatTheJournalSays()
    {
        await using FaultyShop shop = await BrokenAsync();

        await using Shop other = await shop.AnotherAsync();
        await other.Rollouts.StepAsync(TestContext.Current.CancellationToken);

        Assert.Equal((false, shop.Progress.End!.ToString()), (other.Rollouts.IsControlling, other.Progress.End?.ToString()));
    }

    [Fact]
    public async Task End_StoreHangs_IsKnownAtOnce()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        shop.Store.Hangs = StoreCalls.All;

        Task<RolloutCommandResult> rollingBack = shop.RollBackAsync();
        RolloutEnd? end = shop.Progress.End;
        shop.Store.Heal();
        await rollingBack;

        Assert.Equal((RolloutStatus.RolledBack, "quarter", 25m, null, "ada", "enough"), (end?.Status, end?.Stage?.Name, end?.SharePercent, end?.Guard, end?.Actor, end?.Reason));
    }

    [Fact]
    public async Task End_CompletedThenRolledBackThenStartedAnew_IsOfTheLastEndUntilAnotherAttemptBegins()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync(Shop.Plan("""{ "name": "quarter", "percent": 25 }, { "name": "full", "percent": 100, "holdbackPercent": 10 }"""));
        RolloutEnd? running = shop.Progress.End;
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(10));
        RolloutEnd completed = shop.Progress.End!;
        await shop.RollBackAsync();
        RolloutEnd rolledBack = shop.Progress.End!;
        RolloutCommandResult restarted = await shop.Rollouts.RestartAsync(Shop.Flag, "ada", "once more");

        Assert.Null(running);
        Assert.Equal((RolloutStatus.Completed, "full", 90m, GuardVerdict.Healthy), (completed.Status, completed.Stage?.Name, completed.SharePercent, Assert.Single(completed.Readings).Verdict));
        Assert.Equal((RolloutStatus.RolledBack, "full", 90m, "ada"), (rolledBack.Status, rolledBack.Stage?.Name, rolledBack.SharePercent, rolledBack.Actor));
        Assert.True(restarted.IsAccepted, restarted.Sentence);
        Assert.Null(restarted.Progress!.End);
    }

    [Fact]
    public async Task End_AbortedBeforeItStarted_HasNoStage()
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync();

        await shop.Rollouts.AbortAsync(Shop.Flag, "ada", "not this year");

        RolloutEnd end = shop.Progress.End!;
        Assert.Equal((RolloutStatus.Aborted, null, 0m, "not this year"), (end.Status, end.Stage, end.SharePercent, end.Reason));
        Assert.Equal("Aborted on 2026-03-02 09:00:00Z, by ada: not this year", end.ToString());
        Assert.Empty(end.Readings);
    }

    [Fact]
    public async Task RunbookOf_RolledBackByAGuard_SaysWhereItStoodAndWhatTheGuardSaid()
    {
        await using FaultyShop shop = await BrokenAsync();
        await shop.RestartAsync();

        string page = shop.Rollouts.RunbookOf(Shop.Flag)!.ToMarkdown();

        Assert.Contains("Until then: stage `quarter`", page, StringComparison.Ordinal);
        Assert.Contains("| said at the end |", page, StringComparison.Ordinal);
        Assert.Contains("| Breach: ", page, StringComparison.Ordinal);
        Assert.Contains("`errors` Breach (", shop.Rollouts.Portfolio().ToMarkdown(), StringComparison.Ordinal);
    }

    private static async Task<FaultyShop> BrokenAsync()
    {
        FaultyShop shop = await FaultyShop.StartedAsync();
        shop.Shop.FailureRate = (.01, .20);
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        return shop;
    }
}
