using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Further;

/// <summary>A flag goes from v1 to v2, and then on to v3, through the real controller and its store.</summary>
public sealed class FurtherRolloutTests : IDisposable
{
    private const int Subjects = 10_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Restart_OnFilesAcrossRestartsOfTheGate_EverybodyKeepsWhatCompletedOrGetsTheNext()
    {
        using var store = new FileRolloutStore(_folder.Path);
        await using Banner banner = await Banner.CompletedAsync(store: store);
        string all = $"v2=green {Subjects}";
        Assert.Equal(all, banner.Shares(Subjects));

        await banner.PublishAsync(Banner.Document("v2", "v3"));
        Assert.Equal(all, banner.Shares(Subjects));
        await banner.StepAsync();
        Assert.Equal(all, banner.Shares(Subjects));
        await banner.ReopenAsync();
        Assert.Equal((RolloutStatus.Completed, all), (banner.Progress.Status, banner.Shares(Subjects)));

        RolloutCommandResult restarted = await banner.RestartAsync("Release 5.");
        string[] canary = banner.Answers(Subjects);
        Assert.Equal((true, "Restart: the rollout is Running. Everybody keeps `v2`, and `v3` starts at stage `quarter`."), (restarted.IsAccepted, restarted.Sentence));
        Assert.Equal((2, RolloutStatus.Running, 25m, "v2", "v3"), (banner.Progress.Attempt, banner.Progress.Status, banner.Progress.SharePercent, banner.Progress.Plan.Baseline, banner.Progress.Plan.Candidate));
        Assert.Equal(.25, canary.Count(static answer => answer == "v3=blue") / (double)Subjects, .02);
        Assert.All(canary, static answer => Assert.True(answer is "v2=green" or "v3=blue", answer));
        await banner.ReopenAsync();
        Assert.Equal(canary, banner.Answers(Subjects));

        await banner.MustAsync(await banner.RollBackAsync());
        Assert.Equal((RolloutStatus.RolledBack, all), (banner.Progress.Status, banner.Shares(Subjects)));
        await banner.ReopenAsync();
        Assert.Equal((RolloutStatus.RolledBack, all), (banner.Progress.Status, banner.Shares(Subjects)));
        Assert.Null(banner.Progress.Damage);
    }

    [Fact]
    public async Task Restart_WithAHoldback_WhoWasHeldBackGetsWhatCompletedAtTheRestartAndNotBefore()
    {
        using var store = new FileRolloutStore(_folder.Path);
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, store);
        string[] before = banner.Answers(Subjects);
        Assert.Equal(.2, before.Count(static answer => answer == "v1=red") / (double)Subjects, .02);

        await banner.PublishAsync(Banner.Document("v2", "v3"));
        Assert.Equal(before, banner.Answers(Subjects));
        await banner.TradeAsync();
        await banner.ReopenAsync();
        Assert.Equal(before, banner.Answers(Subjects));

        RolloutCommandResult restarted = await banner.RestartAsync();
        string[] after = banner.Answers(Subjects);
        Assert.Equal("Restart: the rollout is Running. Everybody keeps `v2`, the holdback of 20 % gets it now, and `v3` starts at stage `quarter`.", restarted.Sentence);
        Assert.Equal("on we go. Everybody keeps `v2`, the holdback of 20 % gets it now, and `v3` starts at stage `quarter`.", banner.Progress.Reason);
        Assert.DoesNotContain("v1=red", after);
        Assert.Equal(.25, after.Count(static answer => answer == "v3=blue") / (double)Subjects, .02);
        await banner.ReopenAsync();
        Assert.Equal(after, banner.Answers(Subjects));
        await banner.MustAsync(await banner.RollBackAsync());
        Assert.Equal($"v2=green {Subjects}", banner.Shares(Subjects));
    }

    [Fact]
    public async Task Restart_OverAndOver_EachHasBucketsOfItsOwnAndAReport()
    {
        await using Banner banner = await Banner.CompletedAsync(more: "\"restart\": \"sameBuckets\",");
        await banner.PublishAsync(Banner.Document("v2", "v3", more: "\"restart\": \"sameBuckets\","));
        await banner.MustAsync(await banner.RestartAsync());
        string[] second = banner.Answers();
        await banner.CompleteAsync();
        await banner.PublishAsync(Banner.Document("v3", "v1", more: "\"restart\": \"sameBuckets\","));
        await banner.MustAsync(await banner.RestartAsync());
        string[] third = banner.Answers();

        // A quarter of a quarter would be 125.
        Assert.InRange(Enumerable.Range(0, 2000).Count(i => second[i] == "v3=blue" && third[i] == "v1=red"), 80, 170);
        await banner.MustAsync(await banner.RollBackAsync());
        await banner.MustAsync(await banner.RestartAsync());
        Assert.Equal(third, banner.Answers());
        Assert.Equal(
            [(1, "v2", RolloutStatus.Completed), (2, "v3", RolloutStatus.Completed), (3, "v1", RolloutStatus.RolledBack)],
            Enumerable.Range(1, 3).Select(banner.ReportOf).Select(static report => (report.Attempt, report.Candidate, report.Status)));
        Assert.Contains("Attempt 4, of this plan 2 of at most 3 would have the same subjects.", banner.ReportOf(3).FollowUp, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_AttemptsOfThePlanBefore_AreNotCounted()
    {
        await using Banner banner = await Banner.OpenAsync(Banner.Document("v1", "v2"));
        await banner.MustAsync(await banner.Rollouts.StartAsync(Banner.Flag, "ada", "first"));
        await AgainAsync();
        await AgainAsync();
        await banner.CompleteAsync();
        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.MustAsync(await banner.RestartAsync());
        await AgainAsync();
        await AgainAsync();
        await banner.MustAsync(await banner.RollBackAsync());

        RolloutCommandResult fourth = await banner.RestartAsync();

        Assert.Equal((6, false, "There were 3 attempts, and the plan allows 3; raise `maxAttempts`."), (banner.Progress.Attempt, fourth.IsAccepted, fourth.Sentence));
        Assert.Equal("v2=green 2000", banner.Shares());

        async Task AgainAsync()
        {
            await banner.MustAsync(await banner.RollBackAsync());
            await banner.MustAsync(await banner.RestartAsync());
        }
    }

    [Theory]
    [InlineData("\"start\": \"onPublish\",")]
    [InlineData("\"start\": \"2026-01-01T00:00:00Z\",")]
    [InlineData("")]
    public async Task Look_PlanGoesOnFromWhatCompleted_WaitsForAnOperator(string start)
    {
        await using Banner banner = await Banner.CompletedAsync();
        await banner.PublishAsync(Banner.Document("v2", "v3", more: start));

        await banner.TradeAsync();
        await banner.TradeAsync();
        RolloutCommandResult started = await banner.Rollouts.StartAsync(Banner.Flag, "ada", "go");

        Assert.Equal((RolloutStatus.Completed, 1), (banner.Progress.Status, banner.Progress.Attempt));
        Assert.Equal(["The plan in force goes on from `v2` to `v3`; an operator starts it with Restart."], banner.Progress.Waits);
        Assert.Equal("v3", banner.Progress.NextPlan?.Candidate);
        Assert.Equal((false, "Start is not possible: the rollout is Completed; Restart starts a further one."), (started.IsAccepted, started.Sentence));
        Assert.Equal("v2=green 2000", banner.Shares());
        await banner.MustAsync(await banner.RestartAsync());
    }

    [Fact]
    public async Task Restart_FirstStageNeedsAnApproval_EverybodyHasWhatCompletedUntilThen()
    {
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, configure: static options => options.Rollouts.Authorizer = new OperatorAuthorizer(new Dictionary<string, IReadOnlyList<string>> { ["product"] = ["bob"] }));
        await banner.PublishAsync(Banner.Document("v2", "v3", Banner.Stages.Replace("25,", "25, \"approval\": { \"from\": [\"product\"] },", StringComparison.Ordinal)));

        await banner.MustAsync(await banner.RestartAsync());
        Assert.Equal((RolloutStatus.AwaitingApproval, "v2=green 2000"), (banner.Progress.Status, banner.Shares()));
        await banner.MustAsync(await banner.Rollouts.ApproveAsync(Banner.Flag, "product", "bob", "fine"));

        Assert.Equal(RolloutStatus.Running, banner.Progress.Status);
        Assert.Equal(.25, banner.Answers().Count(static answer => answer == "v3=blue") / 2000.0, .04);
    }

    [Fact]
    public async Task Restart_ProbeOfTheNewCandidate_TriesItBeforeAnybodyGetsIt()
    {
        var probe = new BannerProbe();
        string probed = "\"probes\": [\"colour\"],";
        await using Banner banner = await Banner.CompletedAsync(configure: options => options.Rollouts.Probes.Add(probe), values: """ "v1": "red", "v2": "green" """);
        probe.Gate = banner.Gate;
        await banner.PublishAsync(Banner.Document("v2", "v3", more: probed));
        probe.Wrong = "v3=blue";

        RolloutCommandResult refused = await banner.RestartAsync();
        Assert.Equal((false, "Probe `colour` says: It is v3=blue."), (refused.IsAccepted, refused.Sentence));
        Assert.Equal("v2=green 2000", banner.Shares());
        probe.Wrong = null;
        await banner.MustAsync(await banner.RestartAsync());

        Assert.Equal(["v3=blue"], probe.Seen.Distinct());
    }

    [Fact]
    public async Task Restart_WithoutEvidence_NothingOfTheOldAttemptCountsForTheNew()
    {
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback);
        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.TradeAsync();
        Assert.True(banner.Progress.CandidateOutcomes > 0);

        await banner.MustAsync(await banner.RestartAsync());

        Assert.Equal((0, 0), (banner.Progress.CandidateOutcomes, banner.Progress.BaselineOutcomes));
        Assert.All(banner.Progress.Readings, static reading => Assert.Equal((GuardVerdict.Inconclusive, 0, 0), (reading.Verdict, reading.CandidateOutcomes, reading.BaselineOutcomes)));
        await banner.TradeAsync();
        await banner.ReopenAsync();
        await banner.CompleteAsync();
        Assert.Equal("v3=blue 2000", banner.Shares());
    }

    public void Dispose() => _folder.Dispose();
}
