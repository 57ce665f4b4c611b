using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Reads a rollout's plan: its grammar, and what evaluation needs of it.</summary>
internal static class PlanReader
{
    public static void Read(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        DefinitionReading reading = cursor.Reading;
        int position = cursor.Position, errors = reading.Diagnostics.Errors;
        var plan = new PlanState { Flag = flag, Parsed = new ParsedRollout { Candidate = -1, Baseline = -1, Start = position } };
        if (!PlanGrammar.Plan.Read(ref cursor, ref plan))
        {
            return;
        }

        ParsedRollout parsed = plan.Parsed;
        parsed.Length = cursor.End - position;
        parsed.After = Names(plan.After);
        parsed.ConflictsWith = Names(plan.ConflictsWith);
        flag.Parsed.Rollout = parsed;
        if (parsed.Candidate >= 0 && parsed.Baseline >= 0 && flag.Mentions[parsed.Candidate].Name == flag.Mentions[parsed.Baseline].Name)
        {
            string name = ValueReader.Show(flag.Mentions[parsed.Candidate].Name);
            reading.Error(DefinitionCodes.InvalidPlan, position, $"`{name}` is both candidate and baseline; a rollout moves from one variant to another.");
        }

        if (reading.Diagnostics.Errors == errors)
        {
            PlanCheck.Check(reading, plan);
        }
    }

    public static void ReadBy(ref DefinitionCursor cursor, ref PlanState plan)
    {
        plan.ByPosition = cursor.Position;
        plan.Parsed.By = SplitReader.ReadBy(ref cursor);
    }

    /// <summary>Reads names of flags, with their places.</summary>
    public static void ReadFlags(ref DefinitionCursor cursor, List<(string Flag, int Position)> into)
    {
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        int count = 0;
        while (cursor.MoveToElement())
        {
            if (ListReader.MayHave(ref cursor, ++count) && ValueReader.TryFilledText(ref cursor, out string flag))
            {
                into.Add((flag, cursor.Position));
            }
        }
    }

    public static void ReadProbes(ref DefinitionCursor cursor, ref PlanState plan)
    {
        List<string> probes = [];
        ListReader.ReadTexts(ref cursor, probes, mayBeEmpty: true);
        plan.Probes = probes.Count;
    }

    /// <summary>Reads the attributes by whose values is reported: few, each once, and none that says who a subject is.</summary>
    public static void ReadReportBy(ref DefinitionCursor cursor)
    {
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        List<string> read = [];
        int count = 0;
        while (cursor.MoveToElement())
        {
            if (PlanLimits.MayHave(ref cursor, ++count, PlanLimits.ReportedAttributes, "attributes to report by") && ValueReader.TryFilledText(ref cursor, out string attribute))
            {
                CheckReported(ref cursor, attribute, read);
                read.Add(attribute);
            }
        }
    }

    public static void ReadHours(ref DefinitionCursor cursor, ref PlanState plan)
    {
        plan.HasChangeHours = true;
        HoursReader.Read(ref cursor);
    }

    private static void CheckReported(ref DefinitionCursor cursor, string attribute, List<string> before)
    {
        if (attribute == "targetingKey" || attribute[0] == '$')
        {
            string message = $"`{ValueReader.Show(attribute)}` has too many values to report by, and might tell who a subject is; name attributes with few values, such as `country`.";
            cursor.Reading.Error(DefinitionCodes.InvalidPlan, cursor.Position, message);
        }
        else if (before.Contains(attribute))
        {
            cursor.Reading.Error(DefinitionCodes.InvalidPlan, cursor.Position, $"`{ValueReader.Show(attribute)}` stands there twice; once is enough.");
        }
    }

    private static string[] Names(List<(string Flag, int Position)> flags) => flags.ConvertAll(static named => named.Flag).ToArray();
}
