using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Reports;

/// <summary>Makes reports. Pure.</summary>
internal static class ReportMaker
{
    public const double Alpha = .05;

    public static RolloutReport Make(ReportFacts facts)
    {
        IReadOnlyList<StageReport> stages = StageReports.Of(facts);
        List<GuardReport> guards = GuardsOf(facts);
        DateTimeOffset started = facts.Entries[0].Time;
        var words = new ReportWords(facts, stages, guards);
        return new RolloutReport(facts.Plan.Flag, facts.Attempt, facts.Status)
        {
            Hypothesis = facts.Plan.Hypothesis,
            Candidate = facts.Plan.Candidate,
            Baseline = facts.Plan.Baseline,
            Actor = facts.Actor ?? "",
            Reason = facts.Reason ?? "",
            Started = started,
            Ended = facts.End?.Time,
            Duration = facts.Until - started,
            Alpha = Alpha,
            Guards = guards,
            Stages = stages,
            Evident = words.Learnt(),
            Expected = words.FollowUp(),
            Notes = ReportJournal.NotesOf(facts.Entries, facts.Attempt),
        };
    }

    private static List<GuardReport> GuardsOf(ReportFacts facts)
    {
        var guards = new List<GuardReport>(facts.Plan.Guards.Count);
        foreach (RolloutGuard guard in facts.Plan.Guards)
        {
            guards.Add(Of(facts, guard, ReadingOf(facts, guard)));
        }

        return guards;
    }

    private static GuardReading ReadingOf(ReportFacts facts, RolloutGuard guard)
    {
        foreach (GuardReading reading in facts.Readings)
        {
            if (reading.Guard == guard.Name)
            {
                return reading;
            }
        }

        return new GuardReading(guard.Name, GuardVerdict.Inconclusive) { Sentence = "It was never looked at." };
    }

    private static GuardReport Of(ReportFacts facts, RolloutGuard guard, GuardReading reading)
    {
        EventTotals events = facts.Evidence is { } all ? EventsOf(all, facts.Plan, guard) : new EventTotals(reading.CandidateEvents, reading.BaselineEvents, 0);
        (long candidate, long baseline) = facts.Evidence is { } totals ? OutcomesOf(totals, facts.Plan) : (reading.CandidateOutcomes, reading.BaselineOutcomes);
        return new GuardReport(guard.Name, reading.Verdict)
        {
            Sentence = reading.Sentence,
            IsDryRun = guard.IsDryRun,
            TimesBaseline = guard.NoMoreThan.TimesBaseline,
            Rate = guard.NoMoreThan.Rate,
            CandidateEvents = events.Candidate + events.Ring,
            BaselineEvents = events.Baseline,
            CandidateOutcomes = candidate,
            BaselineOutcomes = baseline,
            Estimates = facts.Evidence is null ? [] : EstimatesOf(facts, facts.Evidence, guard),
        };
    }

    private static EventTotals EventsOf(EvidenceTotals all, RolloutPlan plan, RolloutGuard guard)
    {
        EventTotals sum = default;
        foreach (RolloutStage stage in plan.Stages)
        {
            // Of the three thresholds of `slow` the first is the lowest, and contains the others.
            EventTotals events = all.Events(guard.Index, stage.Index)[0];
            sum = new EventTotals(sum.Candidate + events.Candidate, sum.Baseline + events.Baseline, sum.Ring + events.Ring);
        }

        return sum;
    }

    private static (long Candidate, long Baseline) OutcomesOf(EvidenceTotals all, RolloutPlan plan)
    {
        (long candidate, long baseline) = (0, 0);
        foreach (RolloutStage stage in plan.Stages)
        {
            StageTotals totals = all.Of(stage.Index);
            candidate += totals.Candidate.Outcomes + totals.Ring.Outcomes;
            baseline += totals.Baseline.Outcomes;
        }

        return (candidate, baseline);
    }

    private static EventEstimate[] EstimatesOf(ReportFacts facts, EvidenceTotals all, RolloutGuard guard)
    {
        int since = facts.GuardsSince.GetValueOrDefault(guard.Name);
        string[] names = NamesOf(guard);
        if (!guard.NoMoreThan.IsComparison)
        {
            BudgetCount budget = all.Budget(guard.Index, since)[0];
            return [new EventEstimate(names[0], budget.Events, budget.Outcomes, AnytimeInterval.OfRate(budget.Events, budget.Outcomes, Alpha))];
        }

        LabelCell[][] cells = all.Cells(guard.Index, since);
        var estimates = new EventEstimate[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            (long candidate, long total) = (0, 0);
            foreach (LabelCell cell in cells[i])
            {
                (candidate, total) = (candidate + cell.Candidate, total + cell.Total);
            }

            estimates[i] = new EventEstimate(names[i], candidate, total, AnytimeInterval.OfRatio(cells[i], Alpha));
        }

        return estimates;
    }

    private static string[] NamesOf(RolloutGuard guard) => guard.Events.Kind switch
    {
        GuardEventKind.Errors => ["errors"],
        GuardEventKind.Slow => ["slower than p50", "slower than p90", "slower than p99"],
        GuardEventKind.SlowerThan => [$"slower than {Control.Sentences.Of(guard.Events.Threshold!.Value)}"],
        _ => [guard.Events.Name!],
    };
}
