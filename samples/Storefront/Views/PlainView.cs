using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using Storefront.Rollout;

namespace Storefront.Views;

/// <summary>A line for each event: run, virtual time, what, and a sentence. For logs and CI; no control codes.</summary>
internal sealed class PlainView(TextWriter output) : IView
{
    private static readonly TimeSpan s_progressEvery = TimeSpan.FromMinutes(15);

    private string _run = "-";
    private DateTimeOffset _now;

    public async Task ShowAsync(Release release, IAsyncEnumerable<Frame> frames, CancellationToken stop)
    {
        (_run, int shown) = (release.Run, 0);
        DateTimeOffset? next = null;
        await foreach (Frame frame in frames.WithCancellation(stop))
        {
            _now = frame.Now;
            if (shown == 0)
            {
                Line("run", $"Release {release.Version}: {release.Story}.");
            }

            for (; shown < frame.Journal.Entries.Count; shown++)
            {
                Show(frame.Journal.Entries[shown]);
            }

            Show(frame);
            if (frame.Now >= (next ??= frame.Now + s_progressEvery) && frame.Progress is { Stage: not null, Readings.Count: > 0 })
            {
                next = frame.Now + s_progressEvery;
                Line("progress", ProgressOf(frame));
            }
        }
    }

    public void Close(Verdict verdict)
    {
        foreach ((string what, string sentence) in Closing.Of(verdict))
        {
            Line(what, sentence);
        }
    }

    public void Say(string sentence, bool? isGood = null) => output.WriteLine(sentence);

    private void Show(RolloutJournalEntry entry)
    {
        Line("journal", Words.Entry(entry), entry.Time);
        foreach (GuardReading reading in entry.Kind == RolloutEntryKind.RollBack ? entry.Verdicts : [])
        {
            Line("evidence", reading.ToString(), entry.Time);
        }
    }

    private void Show(Frame frame)
    {
        foreach (string line in frame.Explanation?.ToString().Split('\n') ?? [])
        {
            Line("explain", line);
        }
    }

    private static string ProgressOf(Frame frame)
    {
        RolloutProgress progress = frame.Progress;
        string guards = string.Join(", ", progress.Readings.Select(static reading => $"{reading.Guard} {Words.Evidence(reading)}"));
        return $"{progress.Stage!.Name}, {Words.Reach(progress.Stage)}, {progress.Status}: {Words.Count(progress.Subjects)} subjects, " +
            $"orders {Words.Count(progress.CandidateOutcomes)} candidate, {Words.Count(progress.BaselineOutcomes)} baseline; evidence {guards}. {string.Join(' ', progress.Waits)}";
    }

    private void Line(string what, string sentence, DateTimeOffset? time = null) => output.WriteLine($"{_run} {Words.Time(time ?? _now)} {what,-8} {sentence}".TrimEnd());
}
