using System.Runtime.InteropServices;

namespace ModularRollout.Definitions.Reading;

/// <summary>Replaces mentions of variants by their numbers, once all variants of the flag are known.</summary>
internal static class VariantResolver
{
    public static void Resolve(DefinitionReading reading, FlagScope flag)
    {
        if (!flag.HasVariants)
        {
            AddBoolean(reading, flag);
        }

        ReportUnknown(reading, flag);
        ResolveWeights(flag);
        ParsedFlag parsed = flag.Parsed;
        parsed.Off = parsed.Off >= 0 ? Find(flag, parsed.Off) : DefaultOff(reading, flag);
        parsed.Otherwise = flag.HasOtherwise ? Resolve(flag, parsed.Otherwise) : new ParsedServe { Variant = parsed.Off };
        foreach (ref ParsedRule rule in CollectionsMarshal.AsSpan(parsed.Rules))
        {
            rule.Serve = Resolve(flag, rule.Serve);
        }

        foreach (ref ParsedTarget target in CollectionsMarshal.AsSpan(parsed.Targets))
        {
            target.Variant = Find(flag, target.Variant);
        }

        if (parsed.Rollout is { } rollout)
        {
            rollout.Candidate = Find(flag, rollout.Candidate);
            rollout.Baseline = Find(flag, rollout.Baseline);
        }
    }

    private static void AddBoolean(DefinitionReading reading, FlagScope flag)
    {
        Add("on"u8, true);
        Add("off"u8, false);

        void Add(ReadOnlySpan<byte> utf8, bool value)
        {
            string name = reading.Strings.Get(utf8);
            flag.Variants.TryAdd(name);
            flag.Parsed.Variants.Add(new ParsedVariant { Name = name, Flag = value, Position = flag.Parsed.Position });
        }
    }

    private static void ReportUnknown(DefinitionReading reading, FlagScope flag)
    {
        if (flag.Variants.Names.Count == 0)
        {
            return; // an error, and told already
        }

        foreach (VariantMention mention in flag.Mentions)
        {
            if (flag.Variants.Find(mention.Name) < 0)
            {
                string message = $"`{ValueReader.Show(mention.Name)}` is not a variant of the flag.{Suggestions.DidYouMean(mention.Name, flag.Variants.Names)}";
                reading.Error(DefinitionCodes.UnknownVariant, mention.Position, message);
            }
        }
    }

    // A boolean flag's off is the variant of that name, or else the one that is false.
    private static int DefaultOff(DefinitionReading reading, FlagScope flag)
    {
        List<ParsedVariant> variants = flag.Parsed.Variants;
        if (variants.Count == 0)
        {
            return -1; // an error, and told already
        }

        if (variants[0].Kind == ParsedVariantKind.Boolean)
        {
            int named = flag.Variants.Find(reading.Strings.Get("off"u8));
            int off = named >= 0 ? named : variants.FindIndex(static variant => !variant.Flag);
            if (off >= 0)
            {
                return off;
            }
        }

        const string Message = "`off` is missing; name the variant that is served when the flag is off.";
        reading.Error(DefinitionCodes.MissingProperty, flag.Parsed.Start, Message);
        return -1;
    }

    private static ParsedServe Resolve(FlagScope flag, ParsedServe serve)
    {
        if (serve.WeightCount == 0)
        {
            serve.Variant = Find(flag, serve.Variant);
            return serve;
        }

        serve.Variant = -1;
        CollectionsMarshal.AsSpan(flag.Parsed.Weights)
            .Slice(serve.FirstWeight, serve.WeightCount)
            .Sort(static (x, y) => x.Variant.CompareTo(y.Variant));
        return serve;
    }

    private static void ResolveWeights(FlagScope flag)
    {
        foreach (ref ParsedWeight weight in CollectionsMarshal.AsSpan(flag.Parsed.Weights))
        {
            weight.Variant = Find(flag, weight.Variant);
        }
    }

    private static int Find(FlagScope flag, int mention) => mention < 0 ? -1 : flag.Variants.Find(flag.Mentions[mention].Name);
}
