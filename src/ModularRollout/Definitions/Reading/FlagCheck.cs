namespace ModularRollout.Definitions.Reading;

/// <summary>Checks a flag as a whole, once each of its parts is right.</summary>
internal static class FlagCheck
{
    public static void Check(DefinitionReading reading, FlagScope flag)
    {
        ParsedFlag parsed = flag.Parsed;
        if (parsed.Rollout is { } rollout && parsed.Otherwise.Variant != rollout.Baseline)
        {
            string baseline = parsed.Variants[rollout.Baseline].Name;
            string message = $"A rollout stands in for `otherwise`, which must serve the plan's baseline; write `\"otherwise\": {{ \"serve\": \"{ValueReader.Show(baseline)}\" }}`.";
            reading.Error(DefinitionCodes.OtherwiseNotBaseline, flag.HasOtherwise ? flag.OtherwisePosition : parsed.Start, message);
        }

        if (parsed.Kind == FlagKind.Migration)
        {
            WarnOfGates(reading, flag);
        }
        else if (flag.HasVariants && parsed.Enabled && reading.Diagnostics.MayWarn)
        {
            WarnOfUnserved(reading, parsed);
        }
    }

    private static void WarnOfGates(DefinitionReading reading, FlagScope flag)
    {
        foreach ((string name, int position) in flag.Gates)
        {
            reading.Warn(DefinitionCodes.DoesNotApply, position, $"`{name}` does not apply to a migration, whose stage comes from its journal alone; remove it.");
        }
    }

    private static void WarnOfUnserved(DefinitionReading reading, ParsedFlag flag)
    {
        int count = flag.Variants.Count;
        Span<bool> served = count <= 256 ? stackalloc bool[count] : new bool[count];
        served[flag.Off] = true;
        Mark(flag, flag.Otherwise, served);
        foreach (ParsedRule rule in flag.Rules)
        {
            Mark(flag, rule.Serve, served);
        }

        foreach (ParsedTarget target in flag.Targets)
        {
            served[target.Variant] = true;
        }

        if (flag.Rollout is { } rollout)
        {
            served[rollout.Candidate] = true;
        }

        for (int i = 0; i < count; i++)
        {
            if (!served[i])
            {
                reading.Warn(DefinitionCodes.VariantNeverServed, flag.Variants[i].Position, $"Nothing serves the variant `{ValueReader.Show(flag.Variants[i].Name)}`; serve it, or remove it.");
            }
        }
    }

    private static void Mark(ParsedFlag flag, in ParsedServe serve, Span<bool> served)
    {
        if (serve.Variant >= 0)
        {
            served[serve.Variant] = true;
        }

        for (int i = 0; i < serve.WeightCount; i++)
        {
            ParsedWeight weight = flag.Weights[serve.FirstWeight + i];
            served[weight.Variant] |= weight.Weight > 0;
        }
    }
}
