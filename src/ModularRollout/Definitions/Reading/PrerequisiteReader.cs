using ModularRollout.Definitions.Grammar;

namespace ModularRollout.Definitions.Reading;

/// <summary>One prerequisite while it is read.</summary>
internal struct PrerequisiteState
{
    public FlagScope Flag;
    public ParsedPrerequisite Parsed;
}

/// <summary>Reads what a flag requires of other flags.</summary>
internal static class PrerequisiteReader
{
    public static void Read(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        int count = 0;
        while (cursor.MoveToElement())
        {
            if (!ListReader.MayHave(ref cursor, ++count))
            {
                continue;
            }

            var state = new PrerequisiteState { Flag = flag, Parsed = { Flag = "", Position = cursor.Position } };
            FlagGrammar.Prerequisite.Read(ref cursor, ref state);
            flag.Parsed.Requires.Add(state.Parsed);
        }
    }

    public static void ReadFlag(ref DefinitionCursor cursor, ref PrerequisiteState state)
    {
        if (ValueReader.TryFilledText(ref cursor, out string flag))
        {
            state.Parsed.Flag = flag;
        }
    }

    public static void ReadVariants(ref DefinitionCursor cursor, ref PrerequisiteState state)
    {
        List<string> variants = state.Flag.Parsed.RequiredVariants;
        state.Parsed.FirstVariant = variants.Count;
        ListReader.ReadTexts(ref cursor, variants, mayBeEmpty: false);
        state.Parsed.VariantCount = variants.Count - state.Parsed.FirstVariant;
    }
}
