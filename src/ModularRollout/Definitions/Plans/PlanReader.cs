using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Reads a rollout's plan: its grammar, and what evaluation needs of it.</summary>
internal static class PlanReader
{
    public static void Read(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        var state = new PlanState { Flag = flag, Parsed = new ParsedRollout { Candidate = -1, Baseline = -1, Start = cursor.Position } };
        int position = cursor.Position;
        if (!PlanGrammar.Plan.Read(ref cursor, ref state))
        {
            return;
        }

        ParsedRollout plan = state.Parsed;
        plan.Length = cursor.End - position;
        flag.Parsed.Rollout = plan;
        if (plan.Candidate >= 0 && plan.Baseline >= 0 && flag.Mentions[plan.Candidate].Name == flag.Mentions[plan.Baseline].Name)
        {
            string name = ValueReader.Show(flag.Mentions[plan.Candidate].Name);
            cursor.Reading.Error(DefinitionCodes.InvalidPlan, position, $"`{name}` is both candidate and baseline; a rollout moves from one variant to another.");
        }
    }

    public static void ReadStages(ref DefinitionCursor cursor, ref PlanState state)
    {
        int position = cursor.Position;
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        state.Flag.Names.Clear();
        decimal before = 0;
        int count = 0;
        while (cursor.MoveToElement())
        {
            if (!ListReader.MayHave(ref cursor, ++count))
            {
                continue;
            }

            var stage = new StageState { Parsed = { Name = "", Position = cursor.Position } };
            if (PlanGrammar.Stage.Read(ref cursor, ref stage))
            {
                CheckStage(cursor.Reading, state.Flag.Names, in stage.Parsed, ref before);
            }

            state.Parsed.Stages.Add(stage.Parsed);
        }

        if (count == 0)
        {
            cursor.Reading.Error(DefinitionCodes.EmptyList, position, "The plan has no stages; write at least one.");
        }
    }

    public static void ReadGuards(ref DefinitionCursor cursor, ref PlanState state)
    {
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        state.Flag.Names.Clear();
        int count = 0;
        while (cursor.MoveToElement())
        {
            int position = cursor.Position;
            GuardState guard = default;
            if (ListReader.MayHave(ref cursor, ++count)
                && GuardGrammar.Guard.Read(ref cursor, ref guard)
                && guard.Name is not null
                && !state.Flag.Names.TryAdd(guard.Name))
            {
                cursor.Reading.Error(DefinitionCodes.DuplicateName, position, $"Two guards are called `{ValueReader.Show(guard.Name)}`; give each a name of its own.");
            }
        }
    }

    private static void CheckStage(DefinitionReading reading, NameIndex names, in ParsedStage stage, ref decimal before)
    {
        if (stage.Name.Length > 0 && !names.TryAdd(stage.Name))
        {
            reading.Error(DefinitionCodes.DuplicateName, stage.Position, $"Two stages are called `{ValueReader.Show(stage.Name)}`; give each a name of its own.");
        }

        if (stage.Audience is null == stage.Percent is null)
        {
            string message = stage.Audience is null ? "The stage reaches nobody; write `audience` or `percent`." : "The stage has an audience and a share; keep one of `audience` and `percent`.";
            reading.Error(DefinitionCodes.Conflict, stage.Position, message);
        }

        if (stage.Percent < before)
        {
            reading.Error(DefinitionCodes.InvalidPlan, stage.Position, $"The share falls from {before} to {stage.Percent} percent; percentages never decrease along the stages.");
        }

        before = stage.Percent ?? before;
    }
}
