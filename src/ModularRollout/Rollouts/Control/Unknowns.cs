using System.Globalization;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Says why nobody knows how a candidate does. A metrics outage is neither healthy nor a breach.</summary>
internal static class Unknowns
{
    /// <summary>The fraction of an arm's outcomes that may be late.</summary>
    private const double MostLate = .01;

    public static IReadOnlyList<string> Of(
        RolloutPlan plan, StageView totals, long decisions, long received, bool isTripped, IReadOnlyList<string> failedProbes)
    {
        var unknowns = new List<string>(failedProbes);
        if (decisions > 0 && received <= 0)
        {
            string unmeasured = plan.Measure == PlanMeasure.Activity && totals.Unmeasured > 0
                ? string.Create(CultureInfo.InvariantCulture, $" {totals.Unmeasured} decisions were made without a sampled activity to measure.")
                : "";
            unknowns.Add(string.Create(CultureInfo.InvariantCulture, $"There were {decisions} decisions and no outcomes since the last look.{unmeasured}"));
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
