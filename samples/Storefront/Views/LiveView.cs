using System.Diagnostics;
using ModularRollout;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using Spectre.Console;
using Storefront.Rollout;

namespace Storefront.Views;

/// <summary>A picture that is drawn over itself, for people at a terminal. What should stay is printed below it when the run has ended.</summary>
internal sealed class LiveView : IView
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(80);

    public async Task ShowAsync(Release release, IAsyncEnumerable<Frame> frames, CancellationToken stop)
    {
        Frame? last = null;
        var explanations = new List<FlagExplanation>();
        await AnsiConsole.Live(new Text("Opening the shop …")).StartAsync(async live =>
        {
            long drawn = 0;
            await foreach (Frame frame in frames.WithCancellation(stop))
            {
                explanations.AddRange(frame.Explanation is { } one ? [one] : []);
                bool isNews = frame.Journal.Entries.Count != last?.Journal.Entries.Count;
                last = frame;
                if (isNews || Stopwatch.GetElapsedTime(drawn) > s_between)
                {
                    drawn = Stopwatch.GetTimestamp();
                    live.UpdateTarget(Picture.Of(release, frame));
                }
            }

            live.UpdateTarget(Picture.Of(release, last!));
        });
        Show(last!.Journal);
        explanations.ForEach(Show);
    }

    public void Close(Verdict verdict)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().Padding(2, 0, 2, 0)).AddColumn();
        foreach ((string what, string sentence) in Closing.Of(verdict))
        {
            Color color = what is not ("ended" or "check") ? Color.Default : verdict.IsAsExpected ? Color.Green : Color.Red;
            grid.AddRow(new Text(what, Color.Grey), new Text(sentence, color));
        }

        AnsiConsole.Write(grid);
        AnsiConsole.WriteLine();
    }

    public void Say(string sentence, bool? isGood = null) =>
        AnsiConsole.Write(new Text(sentence + "\n", isGood switch { true => Color.Green, false => Color.Red, _ => Color.Grey }));

    private static void Show(RolloutJournal journal)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("time", "#", "what", "who", "why");
        foreach (RolloutJournalEntry entry in journal.Entries)
        {
            IEnumerable<string> evidence = entry.Kind == RolloutEntryKind.RollBack ? entry.Verdicts.Select(static reading => $"{reading}") : [];
            table.AddRow(Cell(Words.Time(entry.Time)), Cell($"{entry.Sequence}"), Cell($"{entry.Kind}"), Cell(entry.Actor), Cell(string.Join("\n· ", evidence.Prepend(entry.Reason))));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine();
    }

    /// <summary>Each step on its own line, further in the deeper it lies.</summary>
    private static void Show(FlagExplanation explanation)
    {
        foreach (string line in explanation.ToString().Split('\n'))
        {
            string step = line.TrimStart();
            AnsiConsole.Write(new Padder(new Text(step, Color.Grey)).Padding(2 + line.Length - step.Length, 0, 0, 0));
        }

        AnsiConsole.WriteLine();
    }

    private static Text Cell(string text) => new(text);
}
