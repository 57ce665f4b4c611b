using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Reports;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Control;

namespace ModularRollout.Tests.Rollouts.Reports;

/// <summary>Each attempt that started ends with a report, in its journal.</summary>
public sealed class ClosingReportTests
{
    private const string Stages = """{ "name": "quarter", "percent": 25, "dwell": "5m" }, { "name": "full", "percent": 100, "dwell": "5m" }""";
    private const string More = """ "hypothesis": "It is not slower.", "reportBy": ["country"] """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Completed_Attempt_IsReportedWithStagesGuardsAndRemoval()
    {
        await using Shop shop = await OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.TradeAsync(TimeSpan.FromMinutes(20));

        RolloutReport report = RolloutReport.Of(shop.Rollouts.JournalOf(Shop.Flag))!;

        Assert.Equal((1, RolloutStatus.Completed, true), (report.Attempt, report.Status, report.IsClosed));
        Assert.Equal(("It is not slower.", "on", "off"), (report.Hypothesis, report.Candidate, report.Baseline));
        Assert.Equal(["quarter", "full"], report.Stages.Select(static stage => stage.Name));
        Assert.Equal(report.Duration, report.Stages.Aggregate(TimeSpan.Zero, static (sum, stage) => sum + stage.Duration));
        Assert.All(report.Stages, static stage => Assert.InRange(stage.Duration, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)));
        GuardReport guard = Assert.Single(report.Guards);
        Assert.InRange(1.0, guard.Estimates.Single().Interval.Lower, guard.Estimates.Single().Interval.Upper);
        Assert.StartsWith("Nothing spoke against `on`: no guard was breached by ", report.Learnt, StringComparison.Ordinal);
        Assert.Equal("Remove the flag as planned: delete the old form", report.FollowUp);
    }

    [Fact]
    public async Task RolledBack_ByAGuard_IsReportedAfterTheRollbackWithWhatBroke()
    {
        await using Shop shop = await OpenAsync();
        shop.FailureRate = (.01, .20);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.TradeAsync(TimeSpan.FromMinutes(10));

        IReadOnlyList<RolloutJournalEntry> entries = shop.Rollouts.JournalOf(Shop.Flag).Entries;
        RolloutReport report = RolloutReport.Of(shop.Rollouts.JournalOf(Shop.Flag))!;

        Assert.Equal([RolloutEntryKind.Start, RolloutEntryKind.RollBack, RolloutEntryKind.Report], entries.Select(static entry => entry.Kind));
        Assert.Equal(entries[1].Reason, report.Reason);
        Assert.Equal((GuardVerdict.Breach, "rollout"), (report.Guards.Single().Verdict, report.Actor));
        Assert.InRange(report.Guards.Single().Estimates.Single().Interval.Lower, 1.5, 20);
        Assert.StartsWith("`on` is worse than the plan tolerates: guard `errors` was breached in stage `quarter`, ", report.Learnt, StringComparison.Ordinal);
        Assert.Equal("Find out why guard `errors` was breached, and mend the candidate. Attempt 2 of at most 3 would have other subjects than before.", report.FollowUp);
    }

    [Fact]
    public async Task RolledBack_ByAnOperator_IsReportedAtOnce()
    {
        await using Shop shop = await OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.TradeAsync(TimeSpan.FromMinutes(2));

        await shop.Rollouts.RollBackAsync(Shop.Flag, "bob", "the sale begins", Stop);

        RolloutReport report = RolloutReport.Of(shop.Rollouts.JournalOf(Shop.Flag))!;
        Assert.Equal(("bob", "the sale begins"), (report.Actor, report.Reason));
        Assert.StartsWith("No guard was breached by ", report.Learnt, StringComparison.Ordinal);
        Assert.StartsWith("Decide whether to try again. ", report.FollowUp, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aborted_BeforeItStarted_HasNothingToReport()
    {
        await using Shop shop = await OpenAsync();
        await shop.Rollouts.StepAsync(Stop);
        await shop.Rollouts.AbortAsync(Shop.Flag, "ada", "not this year", Stop);
        await shop.Rollouts.StepAsync(Stop);

        Assert.Null(shop.Rollouts.ReportOf(Shop.Flag));
        Assert.DoesNotContain(shop.Rollouts.JournalOf(Shop.Flag).Entries, static entry => entry.Kind == RolloutEntryKind.Report);
    }

    [Fact]
    public async Task ReportOf_RunningAttempt_SaysHowItStandsAndAddsUp()
    {
        await using Shop shop = await OpenAsync();
        Assert.Null(shop.Rollouts.ReportOf(Shop.Flag));
        Assert.Null(shop.Rollouts.ReportOf("nope"));
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.TradeAsync(TimeSpan.FromMinutes(3));

        RolloutReport report = shop.Rollouts.ReportOf(Shop.Flag)!;
        StageReport stage = Assert.Single(report.Stages);

        Assert.Equal((false, null, TimeSpan.FromMinutes(3)), (report.IsClosed, report.Ended, report.Duration));
        Assert.Equal((shop.Progress.CandidateOutcomes, shop.Progress.BaselineOutcomes, shop.Progress.Subjects), (stage.Candidate.Outcomes, stage.Baseline.Outcomes, stage.Subjects));
        Assert.Equal(stage.Candidate.Outcomes, stage.Impact.Single().Values.Sum(static value => value.Candidate.Outcomes));
        Assert.Equal([.5, .9, .99], stage.Candidate.Latency.Select(static latency => latency.Quantile));
        Assert.InRange(TimeSpan.FromMilliseconds(100), stage.Candidate.Latency[0].Lower, stage.Candidate.Latency[0].Upper!.Value);
        Assert.InRange(TimeSpan.FromMilliseconds(100), stage.Baseline.Latency[1].Lower, stage.Baseline.Latency[1].Upper!.Value);
    }

    [Fact]
    public async Task Completed_FirstStage_KeepsItsLatencyAndSubjects()
    {
        await using Shop shop = await Shop.OpenAsync(Shop.Plan(
            """{ "name": "a", "percent": 10, "dwell": "3m" }, { "name": "b", "percent": 20, "dwell": "3m" }, { "name": "c", "percent": 30, "dwell": "3m" }, { "name": "d", "percent": 40, "dwell": "3m" }"""));
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.TradeAsync(TimeSpan.FromMinutes(25));

        RolloutReport report = shop.Rollouts.ReportOf(Shop.Flag)!;

        Assert.Equal(RolloutStatus.Completed, report.Status);
        Assert.All(report.Stages, static stage => Assert.Equal((3, 3), (stage.Candidate.Latency.Count, stage.Baseline.Latency.Count)));
        Assert.All(report.Stages, static stage => Assert.InRange(stage.Subjects, 100, 10_000));
    }

    [Fact]
    public async Task Restart_AfterARollback_ReportsEachAttempt()
    {
        await using Shop shop = await OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "first", Stop);
        await shop.Rollouts.RestartAsync(Shop.Flag, "ada", "again", Stop);
        await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "second", Stop);
        await shop.Rollouts.StepAsync(Stop);
        RolloutJournal journal = shop.Rollouts.JournalOf(Shop.Flag);

        Assert.Equal(("first", "second", "second"), (RolloutReport.Of(journal, 1)!.Reason, RolloutReport.Of(journal, 2)!.Reason, RolloutReport.Of(journal)!.Reason));
        Assert.Null(RolloutReport.Of(journal, 3));
        Assert.Equal(2, journal.Entries.Count(static entry => entry.Kind == RolloutEntryKind.Report));
    }

    [Fact]
    public async Task Replay_JournalWithReports_GivesTheStateWithoutThem()
    {
        await using Shop shop = await OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "first", Stop);
        await shop.Rollouts.AnnotateAsync(Shop.Flag, "too slow", null, "ada", Stop);
        await shop.Rollouts.RestartAsync(Shop.Flag, "ada", "again", Stop);
        IReadOnlyList<RolloutJournalEntry> entries = shop.Rollouts.JournalOf(Shop.Flag).Entries;

        RolloutState all = RolloutState.Replay(Shop.Flag, entries);
        RolloutState without = RolloutState.Replay(Shop.Flag, entries.Where(static entry => entry.Kind != RolloutEntryKind.Report));

        Assert.Equal(4 + 1, entries.Count);
        Assert.Equal((without.Position, without.Attempt, without.Since, without.Reason, without.Definition), (all.Position, all.Attempt, all.Since, all.Reason, all.Definition));
    }

    [Fact]
    public async Task Annotate_Report_ReplacesWhatItSaysByItself()
    {
        await using Shop shop = await OpenAsync();
        Assert.Equal("There is nothing to annotate: no attempt has started.", (await AnnotateAsync(shop, "x", "y")).Sentence);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "first", Stop);
        string expected = shop.Rollouts.ReportOf(Shop.Flag)!.FollowUp;

        RolloutCommandResult first = await AnnotateAsync(shop, "The form lost the voucher.", null);
        RolloutReport one = shop.Rollouts.ReportOf(Shop.Flag)!;
        await AnnotateAsync(shop, " ", "Fix vouchers by Friday.");
        RolloutReport two = RolloutReport.Of(shop.Rollouts.JournalOf(Shop.Flag), 1)!;

        Assert.True(first.IsAccepted, first.Sentence);
        Assert.Equal(("The form lost the voucher.", expected), (one.Learnt, one.FollowUp));
        Assert.Equal(("The form lost the voucher.", "Fix vouchers by Friday."), (two.Learnt, two.FollowUp));
        Assert.Equal(["ada", "ada"], two.Notes.Select(static note => note.Actor));
        await Assert.ThrowsAsync<ArgumentException>(() => AnnotateAsync(shop, null, " "));
    }

    [Fact]
    public async Task Write_ProcessThatEndedBeforeTheReport_IsMadeUpForByTheNext()
    {
        var store = new MemoryRolloutStore();
        await using Shop shop = await Shop.OpenAsync(configure: options => options.Rollouts.Store = store);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "first", Stop);
        await shop.DisposeAsync();

        // The entries of the attempt without its report: what a crash in between leaves.
        var crashed = new MemoryRolloutStore();
        await using (await crashed.TryAcquireLeaseAsync("before", Stop))
        {
            foreach (RolloutJournalEntry entry in shop.Rollouts.JournalOf(Shop.Flag).Entries.Where(static entry => entry.Kind != RolloutEntryKind.Report))
            {
                await crashed.AppendAsync(entry, Stop);
            }
        }

        await using Shop next = await Shop.OpenAsync(configure: options => options.Rollouts.Store = crashed);
        await next.Rollouts.StepAsync(Stop);
        await next.Rollouts.StepAsync(Stop);
        RolloutReport report = RolloutReport.Of(next.Rollouts.JournalOf(Shop.Flag))!;

        Assert.Equal("first", report.Reason);
        Assert.Empty(report.Guards.Single().Estimates);
        Assert.Single(next.Rollouts.JournalOf(Shop.Flag).Entries, static entry => entry.Kind == RolloutEntryKind.Report);
        Assert.Contains("unknown: the evidence was lost", report.ToMarkdown(), StringComparison.Ordinal);
    }

    private static Task<RolloutCommandResult> AnnotateAsync(Shop shop, string? learnt, string? followUp) => shop.Rollouts.AnnotateAsync(Shop.Flag, learnt, followUp, "ada", Stop);

    private static async Task<Shop> OpenAsync()
    {
        Shop shop = await Shop.OpenAsync(Shop.Plan(Stages, More));
        shop.SubjectOf = static shopper => A.Subject("shopper-" + shopper, "country", shopper % 3 == 0 ? "AT" : "CH");
        return shop;
    }
}
