using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Reports;

/// <summary>Says what one attempt of a rollout showed: hypothesis, outcome and why, every guard with its evidence, every stage, what was learnt and what is to be done.</summary>
/// <remarks>
/// Immutable. Each attempt that started ends with one, journalled after its end as an entry of kind <see cref="RolloutEntryKind.Report"/>. Numbers come with intervals that hold however often one looks,
/// each for itself; for subjects that behave independently of each other, and what does not change while the attempt runs.
/// </remarks>
public sealed class RolloutReport
{
    internal RolloutReport(string flag, int attempt, RolloutStatus status)
    {
        Flag = flag;
        Attempt = attempt;
        Status = status;
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag { get; }

    /// <summary>Gets the attempt, 1-based.</summary>
    public int Attempt { get; }

    /// <summary>Gets how it ended, or where it stands.</summary>
    public RolloutStatus Status { get; }

    /// <summary>Gets whether the attempt is over.</summary>
    public bool IsClosed => Ended is not null;

    /// <summary>Gets what the rollout was expected to show.</summary>
    /// <value><see langword="null"/> where the plan does not say.</value>
    public string? Hypothesis { get; internal init; }

    /// <summary>Gets the variant it moved to.</summary>
    public string Candidate { get; internal init; } = "";

    /// <summary>Gets the variant it moved from.</summary>
    public string Baseline { get; internal init; } = "";

    /// <summary>Gets who ended it, or brought it where it stands: a person, or <c>rollout</c> for the controller itself.</summary>
    public string Actor { get; internal init; } = "";

    /// <summary>Gets why it ended, or stands where it stands.</summary>
    public string Reason { get; internal init; } = "";

    /// <summary>Gets when it started.</summary>
    public DateTimeOffset Started { get; internal init; }

    /// <summary>Gets when it ended.</summary>
    /// <value><see langword="null"/> while it runs.</value>
    public DateTimeOffset? Ended { get; internal init; }

    /// <summary>Gets how long it took, or has taken so far.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>Gets what the guards said, in the plan's order.</summary>
    public IReadOnlyList<GuardReport> Guards { get; internal init; } = [];

    /// <summary>Gets the stages that were entered, in order.</summary>
    public IReadOnlyList<StageReport> Stages { get; internal init; } = [];

    /// <summary>Gets the probability with which each interval misses what it encloses, however often one looks.</summary>
    /// <value>.05.</value>
    public double Alpha { get; internal init; } = .05;

    /// <summary>Gets what was learnt: what an operator wrote last, else what the evidence says.</summary>
    public string Learnt => Last(static note => note.Learnt) ?? Evident;

    /// <summary>Gets what is to be done: what an operator wrote last, else what the outcome asks for.</summary>
    public string FollowUp => Last(static note => note.FollowUp) ?? Expected;

    /// <summary>Gets what operators added, the oldest first.</summary>
    public IReadOnlyList<ReportNote> Notes { get; internal init; } = [];

    /// <summary>What the evidence says by itself.</summary>
    internal string Evident { get; init; } = "";

    /// <summary>What the outcome asks for by itself.</summary>
    internal string Expected { get; init; } = "";

    /// <summary>Gets the closing report of an attempt from its journal, with what operators added since.</summary>
    /// <param name="journal">The flag's journal.</param>
    /// <param name="attempt">The attempt; <see langword="null"/> for the last one that has a report.</param>
    /// <returns>The report; <see langword="null"/> where the journal has none.</returns>
    public static RolloutReport? Of(RolloutJournal journal, int? attempt = null)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return ReportJournal.Find(journal, attempt);
    }

    /// <summary>Writes the report as a page.</summary>
    /// <returns>Markdown (CommonMark with GitHub's tables) with line feeds, the same in every culture. Names, reasons, values and notes are escaped: they stay text.</returns>
    public string ToMarkdown() => ReportPage.Write(this);

    private string? Last(Func<ReportNote, string?> text)
    {
        string? last = null;
        foreach (ReportNote note in Notes)
        {
            last = text(note) ?? last;
        }

        return last;
    }
}
