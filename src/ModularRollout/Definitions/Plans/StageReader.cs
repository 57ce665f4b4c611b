using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Reads the stages of a plan, and checks what shows in each.</summary>
internal static class StageReader
{
    public static void ReadAll(ref DefinitionCursor cursor, ref PlanState plan)
    {
        int position = cursor.Position;
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        plan.Flag.Names.Clear();
        int count = 0;
        while (cursor.MoveToElement())
        {
            if (!PlanLimits.MayHave(ref cursor, ++count, PlanLimits.Stages, "stages"))
            {
                continue;
            }

            var stage = new StageState { Parsed = { Name = "", Position = cursor.Position } };
            if (PlanGrammar.Stage.Read(ref cursor, ref stage))
            {
                Check(cursor.Reading, plan.Flag.Names, in stage);
            }

            plan.Stages.Add(stage);
            plan.Parsed.Stages.Add(stage.Parsed);
        }

        if (count == 0)
        {
            cursor.Reading.Error(DefinitionCodes.EmptyList, position, "The plan has no stages; write at least one.");
        }

        StageCheck.Check(cursor.Reading, plan.Stages);
    }

    public static void ReadPercent(ref DefinitionCursor cursor, ref StageState stage)
    {
        stage.PercentPosition = cursor.Position;
        stage.HasShare = NumberReader.TryPercent(ref cursor, out decimal percent);
        stage.Parsed.Percent = percent;
    }

    public static void ReadHoldback(ref DefinitionCursor cursor, ref StageState stage)
    {
        stage.HoldbackPosition = cursor.Position;
        stage.Parsed.HoldbackPercent = NumberReader.TryPercent(ref cursor, out decimal percent) ? percent : 0;
    }

    private static void Check(DefinitionReading reading, NameIndex names, in StageState state)
    {
        ParsedStage stage = state.Parsed;
        if (stage.Name.Length > 0 && !names.TryAdd(stage.Name))
        {
            reading.Error(DefinitionCodes.DuplicateName, stage.Position, $"Two stages are called `{ValueReader.Show(stage.Name)}`; give each a name of its own.");
        }

        if (stage.Audience is null == stage.Percent is null)
        {
            string message = stage.Audience is null ? "The stage reaches nobody; write `audience` or `percent`." : "The stage has an audience and a share; keep one of `audience` and `percent`.";
            reading.Error(DefinitionCodes.Conflict, stage.Position, message);
        }
        else if (state.HasShare && stage.Percent == 0)
        {
            reading.Error(DefinitionCodes.InvalidPlan, state.PercentPosition, "A stage of 0 percent exposes nobody; write a share above 0, or take the stage out.");
        }
    }
}
