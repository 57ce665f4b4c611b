using System.Globalization;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Says why nobody knows how a candidate does. A metrics outage is neither healthy nor a breach.</summary>
internal static class Unknowns
{
    /// <summary>The fraction of an arm's outcomes that may be late.</summary>
    private const double MostLate = .01;

    /// <param name="plan">The plan.</param>
    /// <param name="totals">The evidence.</param>
    /// <param name="unanswered">The decisions since the last outcome came in: silence does not end because nobody decides any more.</param>
    /// <param name="isTripped">Whether the arms have sizes that chance does not explain.</param>
    /// <param name="failedProbes">The sentences of probes that failed to run.</param>
    public static IReadOnlyList<string> Of(RolloutPlan plan, StageView totals, long unanswered, bool isTripped, IReadOnlyList<string> failedProbes)
    {
        var unknowns = new List<string>(failedProbes);
        if (unanswered > 0)
        {
            string unmeasured = plan.Measure == PlanMeasure.Activity && totals.Unmeasured > 0
                ? string.Create(CultureInfo.InvariantCulture, $" {totals.Unmeasured} decisions were made without a sampled activity to measure.")
                : "";
            unknowns.Add(string.Create(CultureInfo.InvariantCulture, $"There were {unanswered} decisions and no outcome since the last outcome came in.{unmeasured}"));
        }

        if (isTripped)
        {
            unknowns.Add("The sizes of the arms are not explained by chance: some outcomes of one arm are missing. Start another attempt with new buckets once the cause is found.");
        }

        AddLate(unknowns, "candidate", totals.Candidate);
        AddLate(unknowns, "baseline", totals.Baseline);
        AddLate(unknowns, "ring", totals.Ring);
        if (totals.Dropped > MostLate * (totals.Received + totals.Dropped))
        {
            unknowns.Add(string.Create(CultureInfo.InvariantCulture, $"{totals.Dropped} outcomes were dropped before they were counted."));
        }

        return unknowns;
    }

    private static void AddLate(List<string> unknowns, string arm, ArmTotals totals)
    {
        if (totals.LateShare > MostLate)
        {
            unknowns.Add(string.Create(CultureInfo.InvariantCulture, $"{totals.Late} outcomes of the {arm} came later than `settle`, more than one in a hundred of {totals.Outcomes + totals.Late}; raise `settle`."));
        }
    }
}
