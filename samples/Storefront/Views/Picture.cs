using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;
using Spectre.Console;
using Spectre.Console.Rendering;
using Storefront.Rollout;

namespace Storefront.Views;

/// <summary>Draws one look. Every part keeps its height from look to look, so that the picture stands still while its figures move.</summary>
internal static class Picture
{
    private const int LeftWidth = 46;
    private const int Gap = 2;
    private const int FewLines = 30;

    public static IRenderable Of(Release release, Frame frame)
    {
        // A full last column makes some terminals break the line, and a full last line makes them scroll.
        (int width, int height) = (AnsiConsole.Profile.Width - 1, AnsiConsole.Profile.Height - 1);
        return width >= 95 ? Wide(release, frame, width, height) : Narrow(release, frame, width, height);
    }

    private static Rows Wide(Release release, Frame frame, int width, int height)
    {
        const int sentences = 3, fixedLines = 16;
        int right = width - LeftWidth - Gap;
        var left = new Rows(Stage(frame), Text.Empty, Arms(frame));
        var evidence = new Rows(Guards(frame, right), Text.Empty, Waits(frame, right, sentences));
        Grid both = new Grid().AddColumn(new GridColumn().Width(LeftWidth).Padding(0, 0, Gap, 0)).AddColumn(new GridColumn().Padding(0, 0, 0, 0)).AddRow(left, evidence);
        return new Rows(Header(release, frame, width), Stages(frame, width), Text.Empty, both, Text.Empty, Journal(frame, width, Math.Clamp(height - fixedLines, 1, 10)));
    }

    private static Rows Narrow(Release release, Frame frame, int width, int height)
    {
        const int sentences = 1, fixedLines = 18;
        Text[] gap = height < FewLines ? [] : [Text.Empty];
        Rows journal = Journal(frame, width, Math.Clamp(height - fixedLines - (5 * gap.Length), 1, 10));
        return new Rows([
            Header(release, frame, width), Stages(frame, width), .. gap, Stage(frame), .. gap, Arms(frame), .. gap,
            Guards(frame, width), .. gap, Waits(frame, width, sentences), .. gap, journal,
        ]);
    }

    private static Text Header(Release release, Frame frame, int width)
    {
        string clock = $"{Words.Time(frame.Now)}  {Words.Speed(frame)}";
        string title = Words.Fit($"Storefront · run {release.Run}, release {release.Version}: {release.Story}", width - clock.Length - 2);
        return new Text(title.PadRight(width - clock.Length) + clock, new Style(decoration: Decoration.Bold));
    }

    /// <summary>The stages in a row: done, exposed, to come; and where the rollout stands.</summary>
    private static Paragraph Stages(Frame frame, int width)
    {
        RolloutProgress progress = frame.Progress;
        IReadOnlyList<RolloutStage> stages = progress.Plan.Stages;
        bool isShort = stages.Sum(static stage => NameOf(stage).Length + 4) + progress.Status.ToString().Length > width;
        var line = new Paragraph();
        int now = frame.Exposed.Stage?.Index ?? -1;
        int done = progress.Status == RolloutStatus.Completed ? stages.Count : now;
        foreach (RolloutStage stage in stages)
        {
            string name = isShort && stage.Index != now ? "" : $"{NameOf(stage)}  ";
            _ = stage.Index < done ? line.Append("✓ ", Color.Green).Append(name, Color.Grey)
                : stage.Index == now ? line.Append("● ", ColorOf(progress.Status)).Append(name, Color.Default)
                : line.Append("○ ", Color.Grey).Append(name, Color.Grey);
        }

        return line.Append($"{progress.Status}", ColorOf(progress.Status));
    }

    private static string NameOf(RolloutStage stage) => stage.IsRing ? stage.Name : $"{stage.Name} {Words.Reach(stage)}";

    private static Grid Stage(Frame frame)
    {
        const int barWidth = 20;
        RolloutProgress exposed = frame.Exposed;
        IReadOnlyList<RolloutStage> stages = exposed.Plan.Stages;
        int done = frame.Progress.Status == RolloutStatus.Completed ? stages.Count : exposed.Stage?.Index ?? 0;
        TimeSpan dwell = exposed.Stage?.Dwell ?? TimeSpan.Zero;
        TimeSpan healthy = exposed.Dwell < dwell ? exposed.Dwell : dwell;
        double share = (double)frame.Progress.SharePercent / 100;
        return Columns(7, barWidth + 1, LeftWidth - barWidth - 8)
            .AddRow(Grey("stages"), Bar.Of((double)done / stages.Count, barWidth, Color.Blue), new Text($"{done} of {stages.Count} done"))
            .AddRow(Grey("dwell"), Bar.Of(dwell == TimeSpan.Zero ? 1 : healthy / dwell, barWidth, Color.Blue), new Text($"{Words.Duration(healthy)} of {Words.Duration(dwell)}"))
            .AddRow(Grey("share"), Bar.Of(share, barWidth, Color.Blue), new Text(frame.Progress.Stage is { IsRing: true } ring ? Words.Reach(ring) : Words.Percent(frame.Progress.SharePercent)));
    }

    /// <summary>Both arms side by side, as far as their outcomes in this stage have settled; waiting times are the till's.</summary>
    private static Grid Arms(Frame frame)
    {
        RolloutProgress exposed = frame.Exposed;
        bool isCompared = exposed.SharePercent is > 0 and < 100;
        GuardReading? errors = frame.Readings.FirstOrDefault(static reading => reading.Guard == "errors");
        return Columns(12, 17, 17)
            .AddRow(Grey("this stage"), new Text("one page", Color.Aqua), new Text("three steps"))
            .AddRow(Grey("orders"), new Text(Words.Count(exposed.CandidateOutcomes)), new Text(isCompared ? Words.Count(exposed.BaselineOutcomes) : "not compared"))
            .AddRow(Grey("failed"), Failed(errors?.CandidateEvents, exposed.CandidateOutcomes), Failed(isCompared ? errors?.BaselineEvents : null, exposed.BaselineOutcomes))
            .AddRow(Grey("p50 / p90"), new Text(Words.Latency(frame.Till.OnePage)), new Text(Words.Latency(frame.Till.Legacy)))
            .AddRow(Grey("subjects"), new Text(Words.Count(exposed.Subjects)), new Text(Words.Count(frame.Till.Legacy.Shoppers)));
    }

    /// <summary>Each guard's evidence on the way to its limit.</summary>
    private static Rows Guards(Frame frame, int width)
    {
        int barWidth = Math.Max(width - 9 - 15 - 13, 8);
        Grid grid = Columns(9, barWidth + 1, 15, 12);
        foreach (GuardReading reading in frame.Readings)
        {
            Color color = reading.Verdict switch { GuardVerdict.Breach => Color.Red, GuardVerdict.Healthy or GuardVerdict.NonInferior => Color.Green, _ => Color.Yellow };
            grid.AddRow(Grey(reading.Guard), Bar.ToLimit(Frame.PartOf(reading), barWidth), new Text(Words.Evidence(reading)), new Text($"{reading.Verdict}", color));
        }

        return new Rows(Grey("evidence on its way to the limit"), grid);
    }

    private static Rows Waits(Frame frame, int width, int sentences) => Lines("waits for", frame.Progress.Waits.Take(sentences), sentences, width);

    private static Rows Journal(Frame frame, int width, int lines)
    {
        IEnumerable<string> last = frame.Journal.Entries.TakeLast(lines).Select(static entry => $"{Words.Time(entry.Time)} {Words.Entry(entry)}");
        return Lines("journal", last, lines, width);
    }

    private static Rows Lines(string title, IEnumerable<string> lines, int height, int width)
    {
        string[] shown = [.. lines.Select(line => Words.Fit(line, width))];
        return new Rows([Grey(title), .. shown.Select(static line => new Text(line)), .. Enumerable.Repeat(Text.Empty, height - shown.Length)]);
    }

    private static Grid Columns(params ReadOnlySpan<int> widths)
    {
        var grid = new Grid();
        foreach (int width in widths)
        {
            grid.AddColumn(new GridColumn().Width(width).NoWrap().Padding(0, 0, 0, 0));
        }

        return grid;
    }

    private static Text Failed(long? failed, long orders) => new(failed is { } count ? $"{Words.Count(count)}  {Words.Part(count, orders)}" : "–");

    private static Text Grey(string text) => new(text, Color.Grey);

    private static Color ColorOf(RolloutStatus status) => status switch
    {
        RolloutStatus.RolledBack or RolloutStatus.Aborted => Color.Red,
        RolloutStatus.Holding or RolloutStatus.AwaitingApproval => Color.Yellow,
        RolloutStatus.Completed => Color.Green,
        _ => Color.Aqua,
    };
}
