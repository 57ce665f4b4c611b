using System.Text;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Testing.Tests;

public sealed class RolloutDrillTests
{
    private const string Errors = """{ "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } }""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAll_RealisticPlan_PassesInEveryScenario()
    {
        DrillReport report = await Checkout.Drill().RunAllAsync(Token);

        TestContext.Current.TestOutputHelper!.WriteLine(report.ToMarkdown());
        Assert.Equal(
            [
                ("healthy", RolloutStatus.Completed, null), ("errors x2", RolloutStatus.RolledBack, "errors"), ("errors x5", RolloutStatus.RolledBack, "errors"),
                ("errors x10", RolloutStatus.RolledBack, "errors"), ("errors x5 from half", RolloutStatus.RolledBack, "errors"), ("slow x2", RolloutStatus.RolledBack, "latency"),
                ("order-lost x5", RolloutStatus.RolledBack, "orders"), ("metrics outage", RolloutStatus.Completed, null), ("controller crash", RolloutStatus.Completed, null),
                ("crash in rollback", RolloutStatus.RolledBack, "errors"), ("torn journal", RolloutStatus.Completed, null), ("altered journal", RolloutStatus.Draft, (string?)null),
                ("clock jumps", RolloutStatus.Completed, null),
            ],
            report.Results.Select(static result => (result.Scenario.Name, result.Status, result.StoppedBy)));
        Assert.Empty(report.LeftOut);
    }

    [Fact]
    public async Task Run_GuardRemovedFromThePlan_FailsAndSaysThatNobodyStoppedTheCandidate()
    {
        RolloutDrill drill = Checkout.Drill(guards: """{ "name": "slowest", "events": { "slowerThan": "2s" }, "noMoreThan": { "rate": 0.01 } }""");

        DrillFailedException failure = await Assert.ThrowsAsync<DrillFailedException>(() => drill.RunAsync(DrillScenario.CandidateErrors(5), Token));

        Assert.Contains(
            "The candidate fails 5 times as often as the baseline from stage `canary` on, and the rollout completed: no guard stopped it. The plan's guards are `slowest`.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Equal(RolloutStatus.Completed, failure.Report.Results.Single().Status);
    }

    [Fact]
    public async Task Run_GuardIsADryRun_FailsAndSaysSo()
    {
        RolloutDrill drill = Small($$"""{ "dryRun": true, {{Errors[1..]}}""");

        DrillFailedException failure = await Assert.ThrowsAsync<DrillFailedException>(() => drill.RunAsync(DrillScenario.CandidateErrors(5), Token));

        Assert.Contains("no guard stopped it. The plan's guards are `errors` (a dry run).", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SameSeed_IsTheSameRun()
    {
        DrillResult first = await Small(Errors).RunAsync(DrillScenario.CandidateErrors(5), Token);
        DrillResult second = await Small(Errors).RunAsync(DrillScenario.CandidateErrors(5), Token);
        RolloutDrill other = Small(Errors);
        other.Traffic.Seed = 2;
        DrillResult third = await other.RunAsync(DrillScenario.CandidateErrors(5), Token);

        Assert.Equal(first.Journal.HeadHash, second.Journal.HeadHash);
        Assert.Equal((first.TimeToStop, first.ExposedSubjects, first.ExtraFailures), (second.TimeToStop, second.ExposedSubjects, second.ExtraFailures));
        Assert.NotEqual(first.Journal.HeadHash, third.Journal.HeadHash);
    }

    [Fact]
    public async Task Run_FaultyCandidate_CountsFromTheMomentItTurnsBad()
    {
        DrillResult result = await Small(Errors).RunAsync(DrillScenario.CandidateErrors(10, "full"), Token);

        DrillStage half = result.Stages[0];
        Assert.Equal(["half", "full"], result.Stages.Select(static stage => stage.Name));
        Assert.Equal(result.Stages[1].Entered, half.Left);
        Assert.InRange(result.TimeToStop!.Value, TimeSpan.FromSeconds(70), TimeSpan.FromMinutes(10));
        Assert.Equal(result.Duration - half.Left, result.TimeToStop);
        Assert.True(result.ExposedSubjects < half.ExposedSubjects, "Only those since the onset count.");
        Assert.InRange(result.CandidateVisits, result.ExposedSubjects, 20 * 60 * 10);
        Assert.InRange(result.ExtraFailures, 5, 100);
        Assert.Equal("errors", result.StoppedBy);
        Assert.Equal(100_000, result.SubjectsCompared);
        Assert.Single(result.Journal.Entries, static entry => entry.Kind == RolloutEntryKind.RollBack);
    }

    [Theory]
    [InlineData(10, null, null, "subjects got it before it was stopped; no more than 10 are allowed.")]
    [InlineData(null, 30, null, "to stop it; no more than 30s is allowed.")]
    [InlineData(null, null, 1, "failures beyond those of the baseline before it was stopped; no more than 1 are allowed.")]
    public async Task NoMoreThan_Exceeded_Fails(int? subjects, int? seconds, int? failures, string sentence)
    {
        RolloutDrill drill = Small(Errors).NoMoreThan(subjects, seconds is { } most ? TimeSpan.FromSeconds(most) : null, failures);

        DrillFailedException failure = await Assert.ThrowsAsync<DrillFailedException>(() => drill.RunAsync(DrillScenario.CandidateErrors(5), Token));

        Assert.EndsWith(sentence, Assert.Single(failure.Report.Results[0].Complaints), StringComparison.Ordinal);
        Assert.Contains(failure.Report.Results[0].Complaints[0], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoMoreThan_Kept_Passes()
    {
        DrillResult result = await Small(Errors).NoMoreThan(exposedSubjects: 20_000, time: TimeSpan.FromHours(1), extraFailures: 200).RunAsync(DrillScenario.CandidateErrors(5), Token);

        Assert.True(result.HasPassed);
    }

    [Fact]
    public async Task Run_HealthyCandidateOverBudget_FailsBecauseItWasTakenBack()
    {
        RolloutDrill drill = Small("""{ "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.0001 } }""");

        DrillFailedException failure = await Assert.ThrowsAsync<DrillFailedException>(() => drill.RunAsync(DrillScenario.Healthy(), Token));

        Assert.StartsWith(
            "The candidate was no worse than the baseline, and the rollout did not complete. After ", failure.Report.Results[0].Complaints[0], StringComparison.Ordinal);
        Assert.Contains("it is RolledBack", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Guard `budget` reached its limit.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RingThatNobodyIsIn_FailsAtOnceAndSaysWhatToDo()
    {
        RolloutDrill drill = Checkout.Drill();
        drill.Traffic.Subject = static i => new EvaluationContext("user-" + i);

        DrillFailedException failure = await Assert.ThrowsAsync<DrillFailedException>(() => drill.RunAsync(DrillScenario.Healthy(), Token));

        Assert.Contains("None of the 100,000 subjects is in audience `staff`: make some that are with `Traffic.Subject`.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BlindPlanThatRollsBack_RollsBackInTheOutage()
    {
        DrillResult result = await Small(Errors, """, "onBlind": "rollback", "maxBlind": "5m" """).RunAsync(DrillScenario.MetricsOutage(), Token);

        Assert.Equal(RolloutStatus.RolledBack, result.Status);
        Assert.InRange(result.TimeToStop!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task Run_UnknownStage_Throws()
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(() => Small(Errors).RunAsync(DrillScenario.CandidateErrors(5, "quarter"), Token));

        Assert.StartsWith("The plan has no stage `quarter`; it has `half`, `full`.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_DocumentsThatCannotBeRehearsed_SaysWhy()
    {
        Assert.Throws<DefinitionException>(static () => RolloutDrill.FromJson("{"u8, "checkout"));
        Assert.StartsWith("The document has no flag `cart`; it has `checkout`.", Assert.Throws<ArgumentException>(static () => RolloutDrill.FromJson("""{ "flags": { "checkout": { } } }"""u8, "cart")).Message, StringComparison.Ordinal);
        Assert.StartsWith("Flag `checkout` has no rollout.", Assert.Throws<ArgumentException>(static () => RolloutDrill.FromJson("""{ "flags": { "checkout": { } } }"""u8, "checkout")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_PassedDrill_IsJournalledOnTheRealController()
    {
        var clock = new VirtualClock();
        var flags = new ModularRollout.Providers.InMemoryFlagProvider("test", clock);
        flags.Update(SmallDocument(Errors, ""));
        var options = new FeatureGateOptions { TimeProvider = clock };
        options.Rollouts.SingleProcess = true;
        options.Rollouts.RunsByItself = false;
        await using FeatureGate gate = await FeatureGate.StartAsync([flags], options, Token);
        DrillReport report = await Small(Errors).RunEachAsync([DrillScenario.Healthy(), DrillScenario.CandidateErrors(10)], Token);

        RolloutCommandResult result = await report.RecordAsync(gate.Rollouts, "ci", Token);

        Assert.True(result.IsAccepted, result.Sentence);
        Assert.Equal(clock.GetUtcNow(), gate.Rollouts.Find("checkout")!.LastDrill);
        RolloutJournalEntry entry = gate.Rollouts.JournalOf("checkout").Entries[^1];
        Assert.Equal((RolloutEntryKind.Drill, "ci", report.Summary), (entry.Kind, entry.Actor, entry.Reason));
        Assert.StartsWith("All 2 scenarios passed; at worst (errors x10) ", report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_FailedDrill_Throws()
    {
        DrillReport report = (await Assert.ThrowsAsync<DrillFailedException>(() => Small(Errors).NoMoreThan(exposedSubjects: 1).RunAsync(DrillScenario.CandidateErrors(10), Token))).Report;
        using FeatureGate gate = FeatureGate.FromJson("{ \"flags\": { } }"u8);

        await Assert.ThrowsAsync<InvalidOperationException>(() => report.RecordAsync(gate.Rollouts, "ci", Token));
    }

    [Fact]
    public async Task ToMarkdown_FailedDrill_ShowsTableComplaintAndJournal()
    {
        DrillReport report = (await Assert.ThrowsAsync<DrillFailedException>(() => Small(Errors).NoMoreThan(exposedSubjects: 1).RunAsync(DrillScenario.CandidateErrors(10), Token))).Report;

        string[] lines = report.ToMarkdown().Split('\n');

        Assert.Equal(["# Drill of `checkout`", "", "1 of 1 scenarios failed.", ""], lines[..4]);
        Assert.Equal("| scenario | passed | end | stopped by | time to stop | exposed subjects | candidate visits | extra failures |", lines[4]);
        Assert.StartsWith("| errors x10 | **no** | RolledBack | errors | ", lines[6], StringComparison.Ordinal);
        Assert.Contains("## errors x10 failed", lines);
        Assert.Contains(lines, static line => line.StartsWith("- The candidate fails 10 times as often as the baseline from stage `half` on, and ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("| 2026-01-05 09:00:00Z | Start | drill | ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains(" | RollBack | rollout | Guard `errors` reached its limit.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAll_PlanThatWatchesErrorsAlone_SaysWhatItLeftOut()
    {
        RolloutDrill drill = Small("""{ "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.005 } }""");

        DrillReport report = await drill.RunAllAsync(Token);

        Assert.Equal(
            ["Errors x2: no guard of the plan compares errors with the baseline.", "Slow x2: no guard of the plan compares durations with the baseline."], report.LeftOut);
        Assert.DoesNotContain(report.Results, static result => result.Scenario.Name is "errors x2" or "slow x2");
    }

    [Fact]
    public async Task Run_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Small(Errors).RunAsync(DrillScenario.Healthy(), cancelled.Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public async Task Traffic_Impossible_Throws(double visitsPerSecond)
    {
        RolloutDrill drill = Small(Errors);
        drill.Traffic.VisitsPerSecond = visitsPerSecond;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => drill.RunAsync(DrillScenario.Healthy(), Token));
    }

    private static RolloutDrill Small(string guards, string more = "") => RolloutDrill.FromJson(Encoding.UTF8.GetBytes(SmallDocument(guards, more)), "checkout");

    private static string SmallDocument(string guards, string more) => $$"""
        { "flags": { "checkout": { "otherwise": { "serve": "off" }, "rollout": {
          "candidate": "on", "baseline": "off",
          "stages": [ { "name": "half", "percent": 50, "dwell": "30m" }, { "name": "full", "percent": 80, "dwell": "30m" } ],
          "guards": [ {{guards}} ]{{more}} } } } }
        """;
}
