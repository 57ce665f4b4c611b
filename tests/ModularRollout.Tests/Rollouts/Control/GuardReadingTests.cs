using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class GuardReadingTests
{
    [Fact]
    public async Task Verdict_TwoGuardsReachTheirLimitTogether_BothAreBreaches()
    {
        string guard = """{ "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } }""";
        await using Shop shop = await Shop.OpenAsync(Shop.Plan().Replace(guard, $"{guard}, {guard.Replace("\"errors\", \"ev", "\"twin\", \"ev", StringComparison.Ordinal)}", StringComparison.Ordinal));
        shop.FailureRate = (.01, .30);

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(10));

        RolloutJournalEntry last = shop.Rollouts.JournalOf(Shop.Flag).Entries.Last(static entry => entry.Kind != RolloutEntryKind.Report);
        Assert.Equal(RolloutEntryKind.RollBack, last.Kind);
        Assert.Equal([("errors", GuardVerdict.Breach), ("twin", GuardVerdict.Breach)], last.Verdicts.Select(static reading => (reading.Guard, reading.Verdict)));
        Assert.All(last.Verdicts, static reading => Assert.True(reading.Log >= reading.LogLimit));
    }

    [Fact]
    public async Task Sentence_Comparison_SaysHowManyWouldBeTolerable()
    {
        await using Shop shop = await Shop.OpenAsync();
        shop.FailureRate = (.1, .1);

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(4));

        GuardReading reading = shop.Progress.Readings[0];
        long labels = reading.CandidateEvents + reading.BaselineEvents;
        Assert.Contains(FormattableString.Invariant($"{reading.CandidateEvents} of {labels} subjects with the event had the candidate, {labels / 4.0:0.#} would be tolerable; evidence "), reading.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verdict_LatencyAtAHundredPercentWithoutThresholds_DoesNotKeepTheRolloutWaitingForABaselineThatIsNoMore()
    {
        string plan = Shop.Plan(stages: """{ "name": "full", "percent": 100, "dwell": "5m" }""").Replace("\"events\": \"errors\"", "\"events\": \"slow\"", StringComparison.Ordinal);
        await using Shop shop = await Shop.OpenAsync(plan);

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(10));

        Assert.True(shop.Progress.Status == RolloutStatus.Completed, string.Join('\n', shop.Progress.Waits));
    }

    [Fact]
    public async Task Sentence_BreachThatBeganInALaterStage_TellsOfItsSubjectsAlone()
    {
        await using Shop shop = await Shop.OpenAsync(Shop.Plan(stages: """{ "name": "tenth", "percent": 10, "dwell": "10m" }, { "name": "half", "percent": 50, "dwell": "10m" }"""));
        shop.FailureRate = (.05, .01);

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        while (shop.Progress.Stage?.Name != "half")
        {
            await shop.TradeAsync(TimeSpan.FromSeconds(10));
        }

        shop.FailureRate = (.05, .30);
        await shop.TradeAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        Assert.Matches(@"^Guard `errors` reached its limit\. (\d+) of the last \d+ subjects with the event had the candidate, ", shop.Rollouts.JournalOf(Shop.Flag).Entries.Single(static entry => entry.Kind == RolloutEntryKind.RollBack).Reason);
    }
}
