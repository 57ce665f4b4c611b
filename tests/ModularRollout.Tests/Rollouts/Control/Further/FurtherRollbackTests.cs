using ModularRollout.Rollouts;

namespace ModularRollout.Tests.Rollouts.Control.Further;

/// <summary>What everybody has again when a rollout that goes on, or the one before it, is rolled back.</summary>
public sealed class FurtherRollbackTests
{
    [Fact]
    public async Task Guards_NewCandidateFails_RollsBackToWhatCompleted()
    {
        await using Banner banner = await Banner.GoneOnAsync();
        banner.Failing = "v3";

        for (int i = 0; i < 10; i++)
        {
            await banner.TradeAsync();
        }

        Assert.Equal((RolloutStatus.RolledBack, 2), (banner.Progress.Status, banner.Progress.Attempt));
        Assert.Equal("v2=green 2000", banner.Shares());
        Assert.Equal((2, "v2", RolloutStatus.RolledBack), banner.ReportOf(2) is var report ? (report.Attempt, report.Baseline, report.Status) : default);
    }

    [Fact]
    public async Task RollBack_PlanThatGoesOnWasPublished_GivesTheBaselineOfWhatCompleted()
    {
        await using Banner banner = await Banner.CompletedAsync();
        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.StepAsync();

        RolloutCommandResult back = await banner.RollBackAsync();
        Assert.Equal((true, "v1=red 2000"), (back.IsAccepted, banner.Shares()));
        await banner.TradeAsync();
        RolloutCommandResult restarted = await banner.RestartAsync();

        string sentence = "The plan in force moves from `v2` to `v3`, and everybody has `v1` again: let its baseline be `v1`, or remove the plan, and the definition alone decides.";
        Assert.Equal((false, sentence), (restarted.IsAccepted, restarted.Sentence));
        Assert.Equal([sentence], banner.Progress.Waits);
        await banner.ReopenAsync();
        Assert.Equal((RolloutStatus.RolledBack, "v1=red 2000"), (banner.Progress.Status, banner.Shares()));
        await banner.PublishAsync(Banner.Document("v1", "v3"));
        await banner.MustAsync(await banner.RestartAsync());
        Assert.Equal((2, "v3"), (banner.Progress.Attempt, banner.Progress.Plan.Candidate));
    }

    [Fact]
    public async Task Publish_DefinitionOfTheFirstRolloutAfterARollbackOfTheSecond_TakesNothingBack()
    {
        await using Banner banner = await Banner.GoneOnAsync();
        await banner.MustAsync(await banner.RollBackAsync());

        await banner.PublishAsync(Banner.Document("v1", "v2"));
        string published = banner.Shares();
        await banner.StepAsync();

        Assert.Equal(("v2=green 2000", "v2=green 2000"), (published, banner.Shares()));
        Assert.False((await banner.RestartAsync()).IsAccepted);
        Assert.Equal("v2=green 2000", banner.Shares());
    }
}
