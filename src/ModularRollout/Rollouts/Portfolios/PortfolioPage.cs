using System.Globalization;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Portfolios;

/// <summary>A portfolio as a page.</summary>
internal static class PortfolioPage
{
    public static string Write(RolloutPortfolio portfolio)
    {
        var page = new MarkdownWriter();
        page.Heading(1, "Rollouts").Paragraph($"{portfolio.Backlog.Count} to do, {portfolio.Completed.Count} completed, at {portfolio.MadeAt}.");
        WriteBacklog(page, portfolio);
        WriteConflicts(page, portfolio);
        WriteSystems(page, portfolio);
        WriteCompleted(page, portfolio);
        WriteRemovals(page, portfolio);
        return page.ToString();
    }

    private static void WriteBacklog(MarkdownWriter page, RolloutPortfolio portfolio)
    {
        if (portfolio.Backlog.Count == 0)
        {
            page.Paragraph("There is nothing to roll out.");
            return;
        }

        page.Heading(2, "In order");
        page.Table("", "flag", "owner", "stands", "exposes", "evidence", "comes after", "waits for");
        foreach (PortfolioItem item in portfolio.Backlog)
        {
            RolloutProgress rollout = item.Progress;
            page.Row(
                $"{item.Position}", MarkdownText.Code(rollout.Flag), rollout.Owner ?? "", Standing(rollout), Exposure(rollout), Evidence(rollout), MarkdownText.Codes(item.WaitsFor), Waits(rollout));
        }
    }

    private static MarkdownText Standing(RolloutProgress rollout)
    {
        MarkdownText since = rollout.Since is { } at ? (MarkdownText)$" since {at}" : "";
        return rollout.Stage is { } stage ? (MarkdownText)$"{PlanWords.Of(rollout.Status)} in {stage.Name:code}, {stage.Index + 1} of {rollout.Plan.Stages.Count},{since}"
            : rollout.End?.Stage is { } left ? (MarkdownText)$"{PlanWords.Of(rollout.Status)} in {left.Name:code},{since}"
            : (MarkdownText)$"{PlanWords.Of(rollout.Status)}{since}";
    }

    private static MarkdownText Exposure(RolloutProgress rollout) => rollout.Stage is null ? "nobody"
        : rollout.Stage.Audience is { } audience ? (MarkdownText)$"audience {audience:code}, {Sentences.Of(rollout.SharePercent)}"
        : Sentences.Of(rollout.SharePercent);

    private static MarkdownText Evidence(RolloutProgress rollout)
    {
        IReadOnlyList<GuardReading> readings = rollout.LastReadings;
        var evidence = new MarkdownText(0, readings.Count);
        for (int i = 0; i < readings.Count; i++)
        {
            GuardReading reading = readings[i];
            evidence.AppendLiteral(i == 0 ? "" : ", ");
            evidence.AppendFormatted(MarkdownText.Code(reading.Guard));
            evidence.AppendLiteral($" {reading.Verdict}{Strength(reading)}");
        }

        return evidence;
    }

    /// <summary>How far the evidence has come towards its limit.</summary>
    private static string Strength(GuardReading reading) => double.IsFinite(reading.Log) && double.IsFinite(reading.LogLimit)
        ? string.Create(CultureInfo.InvariantCulture, $" ({reading.Log:F2} of {reading.LogLimit:F2})")
        : "";

    private static MarkdownText Waits(RolloutProgress rollout) => rollout.Waits.Count > 0 ? MarkdownText.Prose(string.Join(' ', rollout.Waits))
        : rollout.IsControlled ? "" : "known to the process that controls";

    private static void WriteConflicts(MarkdownWriter page, RolloutPortfolio portfolio)
    {
        bool isFirst = true;
        foreach (PortfolioItem item in portfolio.Backlog)
        {
            if (item.ConflictsWith.Count == 0)
            {
                continue;
            }

            if (isFirst)
            {
                page.Heading(2, "Conflicts").Table("flag", "must not run with", "of these are exposed now");
                isFirst = false;
            }

            page.Row(MarkdownText.Code(item.Progress.Flag), MarkdownText.Codes(item.ConflictsWith), MarkdownText.Codes(item.BlockedBy));
        }
    }

    private static void WriteSystems(MarkdownWriter page, RolloutPortfolio portfolio)
    {
        if (portfolio.Systems.Count == 0)
        {
            return;
        }

        page.Heading(2, "Load of systems").Table("system", "exposed rollouts", "how many", "together", "room");
        foreach (SystemLoad load in portfolio.Systems)
        {
            page.Row(
                MarkdownText.Code(load.System),
                MarkdownText.Codes(load.Exposed),
                load.MaxConcurrent is { } most ? (MarkdownText)$"{load.Exposed.Count} of {most}" : (MarkdownText)$"{load.Exposed.Count}",
                load.MaxTotalPercent is { } total ? $"{Sentences.Of(load.TotalPercent)} of {Sentences.Of(total)}" : Sentences.Of(load.TotalPercent),
                load.IsFull ? "full" : "yes");
        }
    }

    private static void WriteCompleted(MarkdownWriter page, RolloutPortfolio portfolio)
    {
        if (portfolio.Completed.Count == 0)
        {
            return;
        }

        page.Heading(2, "Completed").Table("flag", "owner", "since", "held back");
        foreach (RolloutProgress rollout in portfolio.Completed)
        {
            page.Row(
                MarkdownText.Code(rollout.Flag),
                rollout.Owner ?? "",
                rollout.Since is { } since ? Sentences.Of(since) : "",
                Exposures.HasHoldback(rollout.Plan) ? Sentences.Of(rollout.Plan.Stages[^1].HoldbackPercent) : "nobody");
        }
    }

    private static void WriteRemovals(MarkdownWriter page, RolloutPortfolio portfolio)
    {
        if (portfolio.Removals.Count == 0)
        {
            return;
        }

        page.Heading(2, "To remove").Table("flag", "owner", "why", "removal plan");
        foreach (FlagRemoval removal in portfolio.Removals)
        {
            page.Row(MarkdownText.Code(removal.Flag), removal.Owner ?? "", removal.Reason, removal.RemovalPlan ?? "none is given");
        }
    }
}
