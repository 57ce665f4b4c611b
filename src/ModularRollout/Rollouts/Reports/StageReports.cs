using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Reports;

/// <summary>Finds the stages of an attempt in its journal, and what each of them did.</summary>
internal static class StageReports
{
    private static readonly double[] s_quantiles = [.5, .9, .99];

    public static IReadOnlyList<StageReport> Of(ReportFacts facts)
    {
        var stages = new List<StageReport>();
        RolloutJournalEntry? entered = null;
        foreach (RolloutJournalEntry entry in facts.Entries)
        {
            if (entered is not null && (!IsExposed(entry.To) || entry.To.Stage != entered.To.Stage))
            {
                stages.Add(Of(facts, entered, entry));
                entered = null;
            }

            if (entry.Kind == RolloutEntryKind.Complete)
            {
                // What comes later, such as a hold for the sake of the holdback, is no stage.
                return stages;
            }

            entered ??= IsExposed(entry.To) ? entry : null;
        }

        if (entered is not null)
        {
            stages.Add(Of(facts, entered, null));
        }

        return stages;
    }

    private static bool IsExposed(RolloutPosition position) =>
        position is { Stage: >= 0, Status: RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval };

    private static StageReport Of(ReportFacts facts, RolloutJournalEntry entered, RolloutJournalEntry? left)
    {
        // A plan that was adopted has the stage that was exposed then; of those before it may have fewer.
        int index = Math.Min(entered.To.Stage, facts.Plan.Stages.Count - 1);
        RolloutStage stage = facts.Plan.Stages[index];
        StageTotals totals = facts.Evidence?.Of(index) ?? default;
        return new StageReport(stage.Name, index)
        {
            Audience = stage.Audience,
            SharePercent = Exposures.PercentAt(facts.Plan, index),
            Entered = entered.Time,
            Left = left?.Time,
            Duration = (left?.Time ?? facts.Now) - entered.Time,
            Subjects = Math.Max(totals.Candidate.Subjects + totals.Ring.Subjects, CounterOf(left, "subjects")),
            Candidate = ArmOf(facts, index, DecisionArm.Candidate, totals.Candidate, CounterOf(left, "candidateOutcomes")),
            Baseline = ArmOf(facts, index, DecisionArm.Baseline, totals.Baseline, CounterOf(left, "baselineOutcomes")),
            Ring = ArmOf(facts, index, DecisionArm.None, totals.Ring, CounterOf(left, "ringOutcomes")),
            Impact = facts.Evidence?.Impact(index, facts.Plan.ReportBy) ?? [],
        };
    }

    /// <summary>Where what was counted has gone, the entry that left the stage still knows how much there was.</summary>
    private static long CounterOf(RolloutJournalEntry? left, string name) => left?.Counters.GetValueOrDefault(name) ?? 0;

    private static ArmReport ArmOf(ReportFacts facts, int stage, DecisionArm arm, in ArmTotals totals, long journalled) =>
        new(Math.Max(totals.Outcomes, journalled), totals.Late, LatencyOf(facts.Evidence?.Durations(stage, arm)));

    private static LatencyInterval[] LatencyOf(LatencyHistogram? durations) => durations is null ? [] : Array.ConvertAll(s_quantiles, quantile =>
    {
        (TimeSpan lower, TimeSpan? upper) = durations.Enclose(quantile, ReportMaker.Alpha);
        return new LatencyInterval(quantile, lower, upper);
    });
}
