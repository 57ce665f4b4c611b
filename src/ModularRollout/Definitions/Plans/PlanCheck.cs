using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Checks a plan as a whole, once each of its parts is right.</summary>
internal static class PlanCheck
{
    public static void Check(DefinitionReading reading, PlanState plan)
    {
        CheckFlags(reading, plan);
        CheckTimes(reading, plan);
        EvidenceCheck.Check(reading, plan);
    }

    private static void CheckFlags(DefinitionReading reading, PlanState plan)
    {
        CheckItself(reading, plan, plan.After, "after");
        CheckItself(reading, plan, plan.ConflictsWith, "conflictsWith");
        foreach ((string flag, int position) in plan.ConflictsWith)
        {
            if (plan.After.Exists(first => first.Flag == flag))
            {
                string message = $"`{ValueReader.Show(flag)}` stands in `after` too: a rollout that must have completed is no conflict; keep one of them.";
                reading.Error(DefinitionCodes.Conflict, position, message);
            }
        }
    }

    private static void CheckItself(DefinitionReading reading, PlanState plan, List<(string Flag, int Position)> flags, string property)
    {
        foreach ((string flag, int position) in flags)
        {
            if (flag == plan.Flag.Parsed.Name)
            {
                reading.Error(DefinitionCodes.InvalidPlan, position, $"`{ValueReader.Show(flag)}` is the flag itself, which `{property}` cannot name; name another.");
            }
        }
    }

    private static void CheckTimes(DefinitionReading reading, PlanState plan)
    {
        foreach (StageState stage in plan.Stages)
        {
            // With change hours the window stands still while they are closed, and the dwell does not.
            if (!plan.HasChangeHours && (stage.Window ?? plan.Window) is { } window && stage.Dwell > window)
            {
                string message = $"The dwell of {DurationText.Format(stage.Dwell)} is never reached: the stage's window ends after {DurationText.Format(window)}; shorten the one or lengthen the other.";
                reading.Error(DefinitionCodes.InvalidPlan, stage.DwellPosition, message);
            }

            if (plan.Guards.Count > 0 && stage.Dwell > TimeSpan.Zero && stage.Dwell < plan.Settle)
            {
                string message = $"The dwell of {DurationText.Format(stage.Dwell)} is over before an outcome has settled, which takes {DurationText.Format(plan.Settle)}; lengthen the dwell or shorten `settle`.";
                reading.Warn(DefinitionCodes.DoubtfulPlan, stage.DwellPosition, message);
            }
        }
    }
}
