using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Portfolios;
using ModularRollout.Rollouts.Reports;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Providers;
using ModularRollout.Tests.Rollouts.Control.Faults;

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
            Enumerable.Range(1, 3).Select(attempt => ReportOf(banner, attempt)).Select(static report => (report.Attempt, report.Candidate, report.Status)));
        Assert.Contains("Attempt 4, of this plan 2 of at most 3 would have the same subjects.", ReportOf(banner, 3).FollowUp, StringComparison.Ordinal);
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
    public async Task Guards_NewCandidateFails_RollsBackToWhatCompleted()
    {
        await using Banner banner = await Banner.CompletedAsync();
        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.MustAsync(await banner.RestartAsync());
        banner.Failing = "v3";

        for (int i = 0; i < 10; i++)
        {
            await banner.TradeAsync();
        }

        Assert.Equal((RolloutStatus.RolledBack, 2), (banner.Progress.Status, banner.Progress.Attempt));
        Assert.Equal("v2=green 2000", banner.Shares());
        Assert.Equal((2, "v2", RolloutStatus.RolledBack), ReportOf(banner, 2) is var report ? (report.Attempt, report.Baseline, report.Status) : default);
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
        await using Banner banner = await Banner.CompletedAsync();
        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.MustAsync(await banner.RestartAsync());
        await banner.MustAsync(await banner.RollBackAsync());

        await banner.PublishAsync(Banner.Document("v1", "v2"));
        string published = banner.Shares();
        await banner.StepAsync();

        Assert.Equal(("v2=green 2000", "v2=green 2000"), (published, banner.Shares()));
        Assert.False((await banner.RestartAsync()).IsAccepted);
        Assert.Equal("v2=green 2000", banner.Shares());
    }

    [Fact]
    public async Task Publish_PlanAfterTheCompletedOneWasRemoved_TheDefinitionDecidesUntilTheRestart()
    {
        using var store = new FileRolloutStore(_folder.Path);
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, store);
        await banner.PublishAsync(Banner.Without("v2"));
        await banner.StepAsync();
        Assert.Equal((RolloutEntryKind.Release, "v2=green 2000"), (banner.Journal[^1].Kind, banner.Shares()));

        await banner.PublishAsync(Banner.Document("v2", "v3"));
        string published = banner.Shares();
        await banner.TradeAsync();
        await banner.ReopenAsync();

        Assert.Equal(("v2=green 2000", "v2=green 2000"), (published, banner.Shares()));
        Assert.Equal("The rollout completed and its plan was removed: the definition alone decides, so change that, or turn the flag's kill switch.", (await banner.RollBackAsync()).Sentence);
        RolloutCommandResult restarted = await banner.RestartAsync();
        Assert.Equal((true, "Restart: the rollout is Running. Everybody keeps `v2`, and `v3` starts at stage `quarter`."), (restarted.IsAccepted, restarted.Sentence));
        Assert.Equal(.25, banner.Answers().Count(static answer => answer == "v3=blue") / 2000.0, .04);
        await banner.MustAsync(await banner.RollBackAsync());
        Assert.Equal("v2=green 2000", banner.Shares());
    }

    [Fact]
    public async Task Publish_PlanAfterTheCompletedOneWasRemovedWhileTheStoreIsBroken_TheDefinitionDecides()
    {
        var store = new FaultyStore(new MemoryRolloutStore()) { IsShared = true };
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, store);
        store.Throws = StoreCalls.All;
        await banner.PublishAsync(Banner.Without("v2"));
        await banner.StepAsync();

        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.StepAsync();
        string broken = banner.Shares();
        store.Heal();
        await banner.StepAsync();
        await banner.StepAsync();
        await banner.ReopenAsync();

        Assert.Equal(("v2=green 2000", "v2=green 2000"), (broken, banner.Shares()));
    }

    [Fact]
    public async Task Publish_PlanAfterTheOneThatWasRolledBackWasRemoved_TheDefinitionDecides()
    {
        await using Banner banner = await Banner.CompletedAsync();
        await banner.MustAsync(await banner.RollBackAsync());
        await banner.PublishAsync(Banner.Without("v3"));
        await banner.StepAsync();
        Assert.Equal("v3=blue 2000", banner.Shares());

        await banner.PublishAsync(Banner.Document("v3", "v4"));
        string published = banner.Shares();
        await banner.StepAsync();
        await banner.ReopenAsync();

        Assert.Equal(("v3=blue 2000", "v3=blue 2000"), (published, banner.Shares()));
        await banner.MustAsync(await banner.RestartAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_DefinitionsComeLate_NoPlanIsTakenForRemoved(bool isRolledBack)
    {
        using var store = new FileRolloutStore(_folder.Path);
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, store);
        string next = Banner.Document("v2", "v3");
        await banner.PublishAsync(next);
        await banner.StepAsync();
        if (isRolledBack)
        {
            await banner.MustAsync(await banner.RollBackAsync());
        }

        string[] before = banner.Answers();
        await banner.Gate.DisposeAsync();
        var late = new TaskCompletionSource<FlagPayload>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new FeatureGateOptions { TimeProvider = banner.Clock, OnStartTimeout = StartTimeoutAction.ServeFallbacks, StartTimeout = TimeSpan.FromTicks(1) };
        options.Rollouts.Store = store;
        options.Rollouts.RunsByItself = false;
        Task<FeatureGate> starting = FeatureGate.StartAsync([new ScriptedProvider().ThenAwait(late.Task)], options, TestContext.Current.CancellationToken).AsTask();
        await Eventually.True(() => starting.IsCompleted, banner.Clock, TimeSpan.FromSeconds(1));
        await using FeatureGate gate = await starting;
        await gate.Rollouts.StepAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(gate.Rollouts.JournalOf(Banner.Flag).Entries);
        late.SetResult(new FlagPayload("1", System.Text.Encoding.UTF8.GetBytes(next)));
        await Eventually.True(() => gate.Current.Version > 0);
        await gate.Rollouts.StepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before, Banner.Answers(gate));
        Assert.DoesNotContain(gate.Rollouts.JournalOf(Banner.Flag).Entries, static entry => entry.Kind == RolloutEntryKind.Release);
    }

    [Fact]
    public async Task Publish_CompletedPlanAgainAfterItWasRemoved_LocksAsBefore()
    {
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback);
        string[] completed = banner.Answers();
        await banner.PublishAsync(Banner.Without("v2"));
        await banner.StepAsync();

        await banner.PublishAsync(Banner.Document("v1", "v2", Banner.Heldback));
        await banner.StepAsync();
        Assert.Equal(completed, banner.Answers());
        Assert.Equal(RolloutEntryKind.Relock, banner.Journal[^1].Kind);
        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.StepAsync();
        await banner.ReopenAsync();

        Assert.Equal(completed, banner.Answers());
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

    [Fact]
    public async Task Follower_DefinitionsLag_ServesWhatTheControllerServes()
    {
        var store = new MemoryRolloutStore();
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback, store);
        await using Banner follower = await FollowerAsync(banner, store, Banner.Document("v1", "v2", Banner.Heldback));
        Assert.Equal(banner.Answers(), follower.Answers());
        await banner.PublishAsync(Banner.Document("v2", "v3"));

        await banner.MustAsync(await banner.RestartAsync());
        await follower.StepAsync();
        Assert.Equal(banner.Answers(), follower.Answers());
        await banner.MustAsync(await banner.RollBackAsync());
        await follower.StepAsync();

        Assert.Equal("v2=green 2000", follower.Shares());
        await follower.PublishAsync(Banner.Document("v2", "v3"));
        await follower.StepAsync();
        Assert.Equal("v2=green 2000", follower.Shares());
    }

    [Fact]
    public async Task Follower_AttemptIsStartedAgainUnderOtherDefinitions_FollowsTheLockedPlan()
    {
        var store = new MemoryRolloutStore();
        await using Banner banner = await Banner.OpenAsync(Banner.Document("v1", "v2"), store);
        await using Banner follower = await FollowerAsync(banner, store, Banner.Document("v1", "v2", Banner.Heldback));
        await banner.MustAsync(await banner.Rollouts.StartAsync(Banner.Flag, "ada", "go"));
        await banner.MustAsync(await banner.RollBackAsync());
        await follower.StepAsync();

        await banner.MustAsync(await banner.RestartAsync());
        await follower.StepAsync();

        Assert.Equal(25m, follower.Progress.SharePercent);
        Assert.Equal(banner.Answers(), follower.Answers());
    }

    [Fact]
    public async Task Open_StoreIsMendedAfterTheDefinitionsCame_PlanThatWasRemovedStaysSo()
    {
        var inner = new MemoryRolloutStore();
        Banner banner = await Banner.CompletedAsync(Banner.Heldback, inner);
        await banner.DisposeAsync();
        var store = new FaultyStore(inner) { Throws = StoreCalls.All };
        await using Banner opened = await Banner.OpenAsync(Banner.Without("v2"), store, clock: banner.Clock);
        store.Heal();

        await opened.StepAsync();

        Assert.Equal("v2=green 2000", opened.Shares());
        Assert.Equal(RolloutEntryKind.Release, opened.Journal[^1].Kind);
    }

    [Fact]
    public async Task Follower_DefinitionsRequireWhatIsNoVariantAnyMore_ServesWhatTheControllerServes()
    {
        string other = """, "other": { "owner": "shop", "requires": [{ "flag": "banner", "is": ["v1"] }], "otherwise": { "serve": "off" } }""";
        var store = new MemoryRolloutStore();
        await using Banner banner = await Banner.CompletedAsync(store: store);
        await using Banner follower = await FollowerAsync(banner, store, Banner.Document("v1", "v2", others: other));
        await banner.PublishAsync(Banner.Document("v2", "v3", values: """ "v2": "green", "v3": "blue" """).Replace("\"off\": \"v1\"", "\"off\": \"v2\"", StringComparison.Ordinal));
        await banner.MustAsync(await banner.RestartAsync());

        await follower.StepAsync();

        Assert.Equal(banner.Answers(), follower.Answers());
    }

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
        await using Banner banner = await Banner.CompletedAsync(Banner.Heldback);
        await banner.PublishAsync(Banner.Document("v2", "v3"));
        await banner.MustAsync(await banner.RestartAsync());

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

    public void Dispose() => _folder.Dispose();

    private static RolloutReport ReportOf(Banner banner, int attempt) =>
        RolloutReport.Of(banner.Rollouts.JournalOf(Banner.Flag), attempt)!;

    private static string Other(string after = "nothing") =>
        $$""", "other": { "owner": "shop", "rollout": { "candidate": "on", "baseline": "off", "after": ["{{after}}"], "stages": [ { "name": "full", "percent": 100 } ], "guards": [ { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 } } ] } }""";

    /// <summary>Opens a gate that follows another on the same store.</summary>
    private static async Task<Banner> FollowerAsync(Banner banner, MemoryRolloutStore store, string definition)
    {
        Banner follower = await Banner.OpenAsync(definition, store, static options => options.Rollouts.Instance = "follower", banner.Clock);
        await follower.StepAsync();
        Assert.False(follower.Rollouts.IsControlling);
        return follower;
    }
}
