using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Portfolios;

namespace ModularRollout.Tests.Rollouts.Control.Further;

/// <summary>What portfolio, governance, explanation, runbook and the rollouts of other flags tell of a flag that goes on.</summary>
public sealed class FurtherPagesTests
{
    [Fact]
    public async Task Pages_PlanGoesOnFromWhatCompleted_SaySo()
    {
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback);
        string temporary = Banner.Document("v2", "v3", more: "\"after\": [\"other\"],", others: Other()).Replace("\"permanent\": true", "\"expires\": \"2030-01-01\"", StringComparison.Ordinal);
        await banner.PublishAsync(temporary);
        await banner.TradeAsync();
        banner.Clock.Advance(TimeSpan.FromDays(60));
        await banner.StepAsync();

        RolloutPortfolio portfolio = banner.Rollouts.Portfolio();
        Assert.Equal(["other", "banner"], portfolio.Backlog.Select(static item => item.Progress.Flag));
        Assert.Equal(["other"], portfolio.Backlog[1].WaitsFor);
        Assert.Equal(["banner"], portfolio.Completed.Select(static rollout => rollout.Flag));
        Assert.Empty(portfolio.Removals);
        IEnumerable<string> findings = banner.Gate.Govern().Findings.Where(static finding => finding.Flag == Banner.Flag).Select(static finding => finding.Code);
        Assert.Contains("MR3107", findings);
        Assert.DoesNotContain("MR3101", findings);
        Assert.Contains("waits: The plan in force goes on from `v2` to `v3`; an operator starts it with Restart.", banner.Gate.Explain(Banner.Flag, new EvaluationContext("ada")).ToString(), StringComparison.Ordinal);
        string runbook = banner.Rollouts.RunbookOf(Banner.Flag)!.ToMarkdown();
        Assert.Contains("**Goes on**, once it is restarted, from `v2` to `v3`", runbook, StringComparison.Ordinal);
        Assert.Contains("Starts a further rollout. Everybody keeps `v2`, the holdback of 20 % gets it now, and `v3` starts at stage `quarter`. *Not now:* It comes after the rollout of `other`, which has not completed.", runbook, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_FurtherRolloutRuns_CountAttemptsOfItsPlanAndNameTheStagesOfEach()
    {
        await using Banner banner = await Banner.GoneOnAsync(Banner.Heldback);

        string runbook = banner.Rollouts.RunbookOf(Banner.Flag)!.ToMarkdown();

        Assert.Contains(", attempt 2, of this plan 1 of at most 3.", runbook, StringComparison.Ordinal);
        Assert.Contains("| Start | running, `half` |", runbook, StringComparison.Ordinal);
        Assert.Contains("| Start | running, `quarter` |", runbook, StringComparison.Ordinal);
        Assert.Contains("Everybody gets `v2` again", runbook, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_PlanWasRemovedAfterCompletion_SayThatTheDefinitionDecides()
    {
        await using Banner banner = await Banner.CompletedAsync();
        await banner.PublishAsync(Banner.Without("v2"));
        await banner.StepAsync();
        await banner.TradeAsync();
        banner.Clock.Advance(TimeSpan.FromDays(60));

        Assert.Equal((0m, null), (banner.Progress.SharePercent, banner.Progress.Stage));
        Assert.Equal(["The plan was removed: the definition alone decides."], banner.Progress.Waits);
        Assert.DoesNotContain("MR3101", banner.Gate.Govern().Findings.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task Obstacles_AfterNamesAFlagThatGoesOn_WaitsForItsFirstCompletionAlone()
    {
        await using Banner banner = await Banner.CompletedAsync();
        await banner.PublishAsync(Banner.Document("v2", "v3", others: Other(after: "banner")));
        await banner.MustAsync(await banner.RestartAsync());

        RolloutCommandResult started = await banner.Rollouts.StartAsync("other", "ada", "next");

        Assert.True(started.IsAccepted, started.Sentence);
    }

    private static string Other(string after = "nothing") =>
        $$""", "other": { "owner": "shop", "rollout": { "candidate": "on", "baseline": "off", "after": ["{{after}}"], "stages": [ { "name": "full", "percent": 100 } ], "guards": [ { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 } } ] } }""";
}
