using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Testing.Drills;

/// <summary>What every plan should be rehearsed against.</summary>
internal static class StandardScenarios
{
    public static (IReadOnlyList<DrillScenario> Scenarios, IReadOnlyList<string> LeftOut) Of(RolloutPlan plan)
    {
        var leftOut = new List<string>();
        List<DrillScenario> scenarios = [DrillScenario.Healthy()];
        AddErrors(plan, scenarios, leftOut);
        AddSlow(plan, scenarios, leftOut);
        AddEvents(plan, scenarios);
        scenarios.Add(DrillScenario.MetricsOutage());
        scenarios.Add(DrillScenario.ControllerCrash());
        scenarios.Add(DrillScenario.CrashInRollback());
        scenarios.Add(DrillScenario.TornJournal());
        scenarios.Add(DrillScenario.AlteredJournal());
        scenarios.Add(DrillScenario.ClockJumps());
        return (scenarios, leftOut);
    }

    private static void AddErrors(RolloutPlan plan, List<DrillScenario> scenarios, List<string> leftOut)
    {
        if (plan.Guards.Any(static guard => guard is { IsDryRun: false, NoMoreThan.IsComparison: true, Events.Kind: GuardEventKind.Errors }))
        {
            scenarios.Add(DrillScenario.CandidateErrors(2));
        }
        else
        {
            leftOut.Add("Errors x2: no guard of the plan compares errors with the baseline.");
        }

        scenarios.Add(DrillScenario.CandidateErrors(5));
        scenarios.Add(DrillScenario.CandidateErrors(10));
        RolloutStage? first = plan.Stages.FirstOrDefault(static stage => !stage.IsRing);
        RolloutStage? last = plan.Stages.LastOrDefault(static stage => !stage.IsRing && stage.SharePercent <= 90);
        if (last is not null && last != first)
        {
            scenarios.Add(DrillScenario.CandidateErrors(5, last.Name));
        }
    }

    private static void AddSlow(RolloutPlan plan, List<DrillScenario> scenarios, List<string> leftOut)
    {
        if (plan.Guards.Any(static guard => guard is { IsDryRun: false, Events.Kind: GuardEventKind.Slow }))
        {
            scenarios.Add(DrillScenario.CandidateSlow(2));
        }
        else
        {
            leftOut.Add("Slow x2: no guard of the plan compares durations with the baseline.");
        }
    }

    private static void AddEvents(RolloutPlan plan, List<DrillScenario> scenarios)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (RolloutGuard guard in plan.Guards)
        {
            if (guard is { IsDryRun: false, Events: { Kind: GuardEventKind.Custom, Name: { } name } } && names.Add(name))
            {
                scenarios.Add(DrillScenario.CandidateEvents(name, 5));
            }
        }
    }
}
