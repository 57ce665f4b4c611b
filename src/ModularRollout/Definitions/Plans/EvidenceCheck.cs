using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Checks that a plan's guards and probes can judge its stages.</summary>
internal static class EvidenceCheck
{
    /// <summary>Ambient attributes, which have few values.</summary>
    private static readonly string[] FewValued = ["instance", "environment", "region", "version"];

    public static void Check(DefinitionReading reading, PlanState plan)
    {
        CheckRings(reading, plan);
        CheckCustomEvents(reading, plan);
        int comparison = plan.Guards.FindIndex(static guard => guard.IsComparison);
        if (comparison >= 0 && plan.Stages.Exists(HasBothArms))
        {
            WarnOfFewSubjects(reading, plan);
        }
        else if (comparison >= 0)
        {
            const string Message = "No stage leaves a random part of the subjects on the baseline, so nothing is ever compared with it; add a stage with a share below 100 percent, or write a `rate`.";
            reading.Warn(DefinitionCodes.DoubtfulPlan, plan.Guards[comparison].LimitPosition, Message);
        }
    }

    private static bool HasBothArms(StageState stage) => stage.HasShare && stage.Parsed.Percent - stage.Parsed.HoldbackPercent < 100;

    // Whom a ring reaches is not random, so that nothing can be compared.
    private static void CheckRings(DefinitionReading reading, PlanState plan)
    {
        if (plan.Probes > 0 || plan.Guards.Exists(static guard => guard.IsBudget && !guard.IsDryRun))
        {
            return;
        }

        foreach (StageState stage in plan.Stages)
        {
            if (stage.Parsed.Audience is not null)
            {
                string message = $"Nothing judges the ring `{ValueReader.Show(stage.Parsed.Name)}`: it is not random, so it cannot be compared with the baseline; write a guard with a `rate`, or a probe.";
                reading.Error(DefinitionCodes.InvalidPlan, stage.Parsed.Position, message);
            }
        }
    }

    private static void CheckCustomEvents(DefinitionReading reading, PlanState plan)
    {
        HashSet<string> names = [];
        foreach (GuardState guard in plan.Guards)
        {
            if (guard.CustomEvent is { } name && names.Add(name) && names.Count == PlanLimits.CustomEvents + 1)
            {
                string message = $"The plan counts more than {PlanLimits.CustomEvents} custom events, which is the limit; take guards out, or record one event for several.";
                reading.Error(DefinitionCodes.LimitExceeded, guard.EventsPosition, message);
            }
        }

        if (plan.ActivityPosition > 0 && plan.Guards.Count > 0 && plan.Guards.TrueForAll(static guard => guard.CustomEvent is not null))
        {
            const string Message = "All guards count custom events, which activities do not have: they come from `Record` alone; write `switch`, or a guard over `errors`, `slow` or `slowerThan`.";
            reading.Warn(DefinitionCodes.DoubtfulPlan, plan.ActivityPosition, Message);
        }
    }

    private static void WarnOfFewSubjects(DefinitionReading reading, PlanState plan)
    {
        if (plan.Parsed.By is { } by && Array.IndexOf(FewValued, by) >= 0)
        {
            string message = $"`{by}` has few values: under {PlanLimits.FewestSubjects} subjects in all, guards with `timesBaseline` stay inconclusive; judge with guards with a `rate`, and with probes.";
            reading.Warn(DefinitionCodes.DoubtfulPlan, plan.ByPosition, message);
            return;
        }

        StageState largest = default;
        foreach (StageState stage in plan.Stages)
        {
            largest = stage.MinSubjects > largest.MinSubjects ? stage : largest;
        }

        if (largest.MinSubjects is > 0 and < PlanLimits.FewestSubjects)
        {
            string message = $"No stage asks for more than {largest.MinSubjects} subjects: under {PlanLimits.FewestSubjects} in all, guards with `timesBaseline` stay inconclusive; ask for more, or judge with guards with a `rate`.";
            reading.Warn(DefinitionCodes.DoubtfulPlan, largest.MinSubjectsPosition, message);
        }
    }
}
