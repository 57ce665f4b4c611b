using ModularRollout.Definitions;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Rollouts.Reports;

namespace ModularRollout.Rollouts.Control;

/// <summary>Makes reports of attempts, and journals the closing one once an attempt's end is journalled: never in the way of the end itself.</summary>
/// <remarks>Should the process end in between, the next one that controls makes the report from the journal, without what only counters knew.</remarks>
internal sealed class ClosingReports
{
    private readonly RolloutBoard _board;
    private readonly Transitions _transitions;
    private readonly TimeProvider _clock;

    public ClosingReports(RolloutBoard board, Transitions transitions, TimeProvider clock)
    {
        _board = board;
        _transitions = transitions;
        _clock = clock;
    }

    /// <summary>Journals the report of an attempt that has ended, if it has none.</summary>
    /// <param name="run">The rollout.</param>
    /// <param name="patience">How long to wait for the store.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    public async Task WriteAsync(RolloutRun run, TimeSpan patience, CancellationToken cancellationToken)
    {
        ReportFacts? facts;
        lock (_board.Lock)
        {
            facts = EndWithoutReport(run) is { } end && end.Sequence > run.ReportedUpTo ? FactsOf(run) : null;
            run.ReportedUpTo = facts?.End?.Sequence ?? run.ReportedUpTo;
        }

        if (facts is not null)
        {
            RolloutReport report = ReportMaker.Make(facts);
            string reason = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Attempt {report.Attempt} ended after {Sentences.Of(report.Duration)}: {report.Status}.");
            await _transitions.NoteAsync(run, RolloutEntryKind.Report, "rollout", reason, ReportWriter.Write(report), patience, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the report of the last attempt: the closing one where it has ended, else as it stands.</summary>
    /// <returns><see langword="null"/> before the first attempt, and where nothing is known of it.</returns>
    public RolloutReport? Of(RolloutRun run)
    {
        ReportFacts? facts;
        lock (_board.Lock)
        {
            facts = FactsOf(run);
        }

        return facts is null ? null
            : (facts.End is null ? null : RolloutReport.Of(run.Keeper.Journal, facts.Attempt)) ?? ReportMaker.Make(facts);
    }

    /// <summary>Gets whether the last attempt has ended and its report is not journalled.</summary>
    public static bool IsOwed(RolloutRun run) => EndWithoutReport(run) is not null;

    /// <summary>Gets the entry that ended the last attempt, where that has no report yet.</summary>
    private static RolloutJournalEntry? EndWithoutReport(RolloutRun run)
    {
        IReadOnlyList<RolloutJournalEntry> entries = run.Keeper.Journal.Entries;
        for (int i = entries.Count - 1; i >= 0 && run.Keeper.Pending == 0 && !ReportJournal.IsReport(entries[i]); i--)
        {
            if (IsEnd(entries[i]) || entries[i].Kind == RolloutEntryKind.Start)
            {
                return IsEnd(entries[i]) ? entries[i] : null;
            }
        }

        return null;
    }

    private static bool IsEnd(RolloutJournalEntry entry) => entry.Kind is RolloutEntryKind.Complete or RolloutEntryKind.RollBack or RolloutEntryKind.Abort;

    private ReportFacts? FactsOf(RolloutRun run)
    {
        List<RolloutJournalEntry> entries = EntriesOf(run.Keeper.Journal, run.State.Attempt);
        return entries.Count > 0 && PlanOf(run) is { } plan ? FactsOf(run, plan, entries) : null;
    }

    private ReportFacts FactsOf(RolloutRun run, RolloutPlan plan, List<RolloutJournalEntry> entries)
    {
        RolloutState state = run.State;
        RolloutWatch? watch = run.Watch ?? run.LastWatch;
        RolloutJournalEntry? end = entries.FindLast(IsEnd);
        return new ReportFacts
        {
            Plan = plan,
            Attempt = state.Attempt,
            EarlierAttempts = state.EarlierAttempts,
            Entries = entries,
            End = end,
            Status = state.Status,
            Actor = state.Actor,
            Reason = state.Reason,
            Readings = end?.Verdicts ?? run.Evidence.Readings,
            Evidence = watch?.Attempt == state.Attempt ? watch.Totals?.All : null,
            GuardsSince = state.GuardsSince,
            RemovalPlan = run.Definition?.RemovalPlan,
            Now = _clock.GetUtcNow(),
        };
    }

    /// <summary>Once an attempt has ended, the definition may have another plan by now.</summary>
    private static RolloutPlan? PlanOf(RolloutRun run) => run.State switch
    {
        { IsLocked: true } => run.Plan,
        { Definition: { } locked } => RolloutPlan.Of(new FlagDefinition(run.Flag, null, System.Text.Encoding.UTF8.GetBytes(locked))),
        _ => null,
    };

    private static List<RolloutJournalEntry> EntriesOf(RolloutJournal journal, int attempt)
    {
        var entries = new List<RolloutJournalEntry>();
        foreach (RolloutJournalEntry entry in journal.Entries)
        {
            if (entry.Attempt == attempt && entry.Kind == RolloutEntryKind.Start)
            {
                entries.Clear();
                entries.Add(entry);
            }
            else if (entry.Attempt == attempt && entries.Count > 0)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }
}
