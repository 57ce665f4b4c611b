using System.Globalization;
using ModularRollout.Definitions;
using ModularRollout.Definitions.Reading;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Rollouts.Plans;

/// <summary>Finds what a valid plan asks of its evidence and will hardly get. Nothing here stops a plan.</summary>
internal static class PlanFindings
{
    /// <summary>Finds the proofs for which the plan does not ask for enough subjects.</summary>
    /// <remarks>Takes milliseconds for each proof and stage: meant for the moment a plan takes effect.</remarks>
    /// <returns>Warnings without a line, for each guard the stage that lacks most.</returns>
    public static IReadOnlyList<DefinitionDiagnostic> Of(RolloutPlan plan)
    {
        var findings = new List<DefinitionDiagnostic>();
        foreach (RolloutGuard guard in plan.Guards)
        {
            if (guard.Prove?.TimesBaseline is { } ratio && Weakest(plan, guard, ratio) is { } weakest)
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"{PathWalker.Of("flags", plan.Flag)}.rollout.guards[{guard.Index}].prove");
                findings.Add(new DefinitionDiagnostic(DefinitionCodes.UnlikelyProof, DiagnosticSeverity.Warning, path, 0, 0, Describe(guard, ratio, weakest)));
            }
        }

        return findings;
    }

    private static ProofNeed? Weakest(RolloutPlan plan, RolloutGuard guard, double ratio)
    {
        ProofNeed? weakest = null;
        double rate = HighestRate(plan, guard), subjects = 0;
        foreach (RolloutStage stage in plan.Stages)
        {
            double share = (double)stage.SharePercent / 100;
            if (share is <= 0 or >= 1)
            {
                continue;
            }

            // Both arms: the plan counts the candidate's subjects alone.
            subjects += stage.MinSubjects / share;
            var need = new ProofNeed(stage, ProofPlan.MedianLabels(share, ratio, plan.FalseAdvance), (long)subjects, rate);
            if (need.Covered < (weakest?.Covered ?? 1))
            {
                weakest = need;
            }
        }

        return weakest;
    }

    // A budget over the same events says how rare they are meant to be; without one every subject may have one.
    private static double HighestRate(RolloutPlan plan, RolloutGuard guard)
    {
        double rate = 1;
        foreach (RolloutGuard other in plan.Guards)
        {
            bool isSame = other.Events.Kind == guard.Events.Kind && other.Events.Threshold == guard.Events.Threshold && other.Events.Name == guard.Events.Name;
            rate = isSame ? Math.Min(rate, other.NoMoreThan.Rate ?? 1) : rate;
        }

        return rate;
    }

    private static string Describe(RolloutGuard guard, double ratio, ProofNeed need)
    {
        FormattableString wanted = need.Median is { } median
            ? (FormattableString)$"takes a median of {median} subjects with an event at the {need.Stage.SharePercent} percent of `{ValueReader.Show(need.Stage.Name)}`"
            : $"takes more than any rollout collects at the {need.Stage.SharePercent} percent of `{ValueReader.Show(need.Stage.Name)}`";
        FormattableString expected = need.Rate < 1
            ? (FormattableString)$"by then the plan asks for {need.Subjects} subjects in both arms, of which at most {need.Labels} have one within the budget of {need.Rate}"
            : $"by then the plan asks for {need.Subjects} subjects in both arms";
        return FormattableString.Invariant($"To prove `{ValueReader.Show(guard.Name)}` no worse than {ratio} times the baseline {FormattableString.Invariant(wanted)}, and {FormattableString.Invariant(expected)}; ask for more, widen the stage, prove a larger ratio, or expect to wait.");
    }

    /// <summary>What a proof takes in one stage, and what the plan asks for until then.</summary>
    private sealed record ProofNeed(RolloutStage Stage, long? Median, long Subjects, double Rate)
    {
        public long Labels => (long)(Subjects * Rate);

        public double Covered => Median is { } median ? (double)Labels / median : -1;
    }
}
