using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Checks how the exposure of a plan's stages grows.</summary>
internal static class StageCheck
{
    public static void Check(DefinitionReading reading, List<StageState> stages)
    {
        StageState? before = null;
        for (int i = 0; i < stages.Count; i++)
        {
            StageState stage = stages[i];
            CheckHoldback(reading, in stage, isLast: i == stages.Count - 1);
            if (stage.Parsed.Audience is { } audience)
            {
                WarnOfAudienceAgain(reading, stages, i, audience);
            }
            else if (stage.HasShare)
            {
                CompareShares(reading, before, stage);
                before = stage;
            }
        }
    }

    private static void CheckHoldback(DefinitionReading reading, in StageState stage, bool isLast)
    {
        decimal holdback = stage.Parsed.HoldbackPercent;
        if (holdback == 0)
        {
            return;
        }

        if (!isLast || stage.Parsed.Audience is not null)
        {
            string where = isLast ? "a ring holds nobody back" : "only the last stage holds subjects back";
            reading.Error(DefinitionCodes.Conflict, stage.HoldbackPosition, FormattableString.Invariant($"The holdback of {holdback} percent has no effect here: {where}; take it out."));
        }
        else if (stage.HasShare && stage.Parsed.Percent > 0 && holdback >= stage.Parsed.Percent)
        {
            string message = FormattableString.Invariant($"The holdback of {holdback} percent leaves nothing of the share of {stage.Parsed.Percent} percent; hold less back.");
            reading.Error(DefinitionCodes.InvalidPlan, stage.HoldbackPosition, message);
        }
    }

    private static void CompareShares(DefinitionReading reading, in StageState? before, in StageState stage)
    {
        decimal reached = before?.Parsed.Percent ?? 0, percent = (stage.Parsed.Percent ?? 0) - stage.Parsed.HoldbackPercent;
        if (percent <= 0 || before is null)
        {
            return;
        }

        string held = stage.Parsed.HoldbackPercent > 0 ? ", its holdback taken off" : "";
        if (percent < reached)
        {
            string message = FormattableString.Invariant($"The share falls from {reached} to {percent} percent{held}; percentages never decrease along the stages.");
            reading.Error(DefinitionCodes.InvalidPlan, stage.Parsed.Position, message);
        }
        else if (percent == reached)
        {
            string message = FormattableString.Invariant($"The stage exposes {percent} percent{held}, as the share before it does, so nobody new; raise it, or make one stage of the two.");
            reading.Warn(DefinitionCodes.DoubtfulPlan, stage.Parsed.Position, message);
        }
    }

    private static void WarnOfAudienceAgain(DefinitionReading reading, List<StageState> stages, int index, string audience)
    {
        for (int i = 0; audience.Length > 0 && i < index; i++)
        {
            if (stages[i].Parsed.Audience == audience)
            {
                string message = $"The stage reaches `{ValueReader.Show(audience)}`, as `{ValueReader.Show(stages[i].Parsed.Name)}` does, so nobody new; name another segment, or make one stage of the two.";
                reading.Warn(DefinitionCodes.DoubtfulPlan, stages[index].Parsed.Position, message);
                return;
            }
        }
    }
}
