using ModularRollout.Rollouts.Control;

namespace ModularRollout.Rollouts.Reports;

/// <summary>A report as a page: what became of it first, then what it rests on.</summary>
internal static class ReportPage
{
    public static string Write(RolloutReport report)
    {
        var page = new MarkdownWriter();
        page.Heading(1, $"Report: rollout of {report.Flag:code}, attempt {report.Attempt}");
        WriteOutcome(page, report);
        WriteGuards(page, report);
        WriteStages(page, report);
        WriteLatency(page, report);
        foreach (StageReport stage in report.Stages)
        {
            ReportImpactPage.Write(page, stage, report.Alpha);
        }

        WriteNotes(page, report);
        page.Paragraph($"*Each interval misses what it encloses with a probability of at most {report.Alpha:0.####}, however often one looks.{(report.IsClosed ? "" : " The attempt runs: all of it may change.")}*");
        return page.ToString();
    }

    private static void WriteOutcome(MarkdownWriter page, RolloutReport report)
    {
        page.Item($"**Hypothesis:** {report.Hypothesis ?? "The plan has none."}");
        page.Item($"**{(report.IsClosed ? "Outcome" : "Stands at")}:** {report.Status.ToString()}, by {report.Actor}: {report.Reason:prose}");
        page.Item(report.Ended is { } ended
            ? (MarkdownText)$"**Lasted:** {report.Duration}, from {report.Started} to {ended}; from {report.Baseline:code} to {report.Candidate:code}."
            : (MarkdownText)$"**Runs since:** {report.Started}, {report.Duration}; from {report.Baseline:code} to {report.Candidate:code}.");
        page.Item($"**Learnt:** {report.Learnt:prose}");
        page.Item($"**Follow-up:** {report.FollowUp:prose}");
    }

    private static void WriteGuards(MarkdownWriter page, RolloutReport report)
    {
        page.Heading(2, "Guards");
        if (report.Guards.Count == 0)
        {
            page.Paragraph("The plan has none.");
            return;
        }

        page.Table("guard", "verdict", "tolerated", "candidate", "baseline", "event", "lies at");
        foreach (GuardReport guard in report.Guards)
        {
            IReadOnlyList<EventEstimate> estimates = guard.Estimates.Count > 0 ? guard.Estimates : [new EventEstimate("", 0, 0, default)];
            foreach (EventEstimate estimate in estimates)
            {
                string interval = guard.Estimates.Count > 0 ? ReportWords.Of(guard, estimate) : "unknown: the evidence was lost";
                page.Row(
                    guard.IsDryRun ? (MarkdownText)$"{guard.Guard:code} (dry run)" : MarkdownText.Code(guard.Guard),
                    guard.Verdict.ToString(),
                    guard.TimesBaseline is { } times ? (MarkdownText)$"{times:0.####} times" : $"{100 * guard.Rate ?? 0:0.####} %",
                    $"{guard.CandidateEvents} of {guard.CandidateOutcomes}",
                    $"{guard.BaselineEvents} of {guard.BaselineOutcomes}",
                    estimate.Event,
                    interval);
            }
        }

        foreach (GuardReport guard in report.Guards)
        {
            page.Item($"{guard.Guard:code}: {guard.Sentence:prose}");
        }
    }

    private static void WriteStages(MarkdownWriter page, RolloutReport report)
    {
        page.Heading(2, "Stages");
        if (report.Stages.Count == 0)
        {
            page.Paragraph("None was entered.");
            return;
        }

        page.Table("stage", "reach", "entered", "lasted", "subjects", "candidate", "baseline", "rings", "late");
        foreach (StageReport stage in report.Stages)
        {
            page.Row(
                MarkdownText.Code(stage.Name),
                stage.Audience is { } audience ? (MarkdownText)$"audience {audience:code}" : Sentences.Of(stage.SharePercent),
                $"{stage.Entered}",
                $"{stage.Duration}",
                $"{stage.Subjects}",
                $"{stage.Candidate.Outcomes} outcomes",
                $"{stage.Baseline.Outcomes} outcomes",
                $"{stage.Ring.Outcomes} outcomes",
                $"{stage.Candidate.Late + stage.Baseline.Late + stage.Ring.Late}");
        }
    }

    private static void WriteLatency(MarkdownWriter page, RolloutReport report)
    {
        var rows = new List<(string Stage, string Arm, IReadOnlyList<LatencyInterval> Latency)>();
        foreach (StageReport stage in report.Stages)
        {
            rows.Add((stage.Name, "candidate", stage.Candidate.Latency));
            rows.Add((stage.Name, "baseline", stage.Baseline.Latency));
            rows.Add((stage.Name, "rings", stage.Ring.Latency));
        }

        rows.RemoveAll(static row => row.Latency.Count < 3);
        if (rows.Count > 0)
        {
            page.Heading(2, "Latency");
            page.Table("stage", "arm", "p50", "p90", "p99");
            rows.ForEach(row => page.Row(MarkdownText.Code(row.Stage), row.Arm, Latency(row.Latency[0]), Latency(row.Latency[1]), Latency(row.Latency[2])));
        }
    }

    private static void WriteNotes(MarkdownWriter page, RolloutReport report)
    {
        if (report.Notes.Count == 0)
        {
            return;
        }

        page.Heading(2, "Notes");
        foreach (ReportNote note in report.Notes)
        {
            MarkdownText learnt = note.Learnt is { } text ? (MarkdownText)$" Learnt: {text}" : "";
            MarkdownText followUp = note.FollowUp is { } next ? (MarkdownText)$" Follow-up: {next}" : "";
            page.Item($"{note.Time}, {note.Actor}.{learnt}{followUp}");
        }
    }

    private static MarkdownText Latency(LatencyInterval latency) => latency.Upper is { } upper
        ? $"{latency.Lower.TotalMilliseconds:0.#} to {upper.TotalMilliseconds:0.#} ms"
        : (MarkdownText)$"at least {latency.Lower.TotalMilliseconds:0.#} ms";
}
