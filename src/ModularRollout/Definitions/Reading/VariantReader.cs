using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Reads the variants of a flag: of one JSON type.</summary>
internal static class VariantReader
{
    public static void Read(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        flag.HasVariants = true;
        int position = cursor.Position;
        if (!ValueReader.IsObject(ref cursor))
        {
            return;
        }

        while (cursor.MoveToName())
        {
            ReadVariant(ref cursor, flag);
        }

        if (flag.Variants.Names.Count == 0)
        {
            cursor.Reading.Error(DefinitionCodes.EmptyList, position, "The flag has no variants; name at least one, or leave `variants` out for `on` and `off`.");
        }
    }

    private static void ReadVariant(ref DefinitionCursor cursor, FlagScope flag)
    {
        var variant = new ParsedVariant { Name = cursor.Reading.Strings.Get(cursor.Text), Position = cursor.Position };
        NameReader.Check(cursor.Reading, variant.Name, variant.Position);
        if (!flag.Variants.TryAdd(variant.Name))
        {
            cursor.Reading.Error(DefinitionCodes.DuplicateName, cursor.Position, $"The variant `{ValueReader.Show(variant.Name)}` stands here twice; keep one.");
            cursor.Skip();
            return;
        }

        cursor.Read();
        variant.Start = cursor.Position;
        if (TryValue(ref cursor, ref variant))
        {
            variant.Length = cursor.End - variant.Start;
            CheckKind(cursor.Reading, flag.Parsed.Variants, in variant);
        }

        // Kept even if wrong, so that the numbers of Variants and the list agree.
        flag.Parsed.Variants.Add(variant);
    }

    private static bool TryValue(ref DefinitionCursor cursor, ref ParsedVariant variant)
    {
        switch (cursor.Token)
        {
            case JsonTokenType.True or JsonTokenType.False:
                (variant.Kind, variant.Flag) = (ParsedVariantKind.Boolean, cursor.Token == JsonTokenType.True);
                return true;
            case JsonTokenType.String:
                (variant.Kind, variant.Text) = (ParsedVariantKind.String, cursor.Reading.Strings.Get(cursor.Text));
                return true;
            case JsonTokenType.Number:
                variant.Kind = ParsedVariantKind.Number;
                return NumberReader.TryNumber(ref cursor, out _);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                variant.Kind = ParsedVariantKind.Json;
                VariantJson.Read(ref cursor);
                return true;
            default:
                ValueReader.WrongType(ref cursor, "a boolean, a string, a number, an object or a list");
                return false;
        }
    }

    private static void CheckKind(DefinitionReading reading, List<ParsedVariant> before, in ParsedVariant variant)
    {
        // Those that are wrong themselves have no length.
        int first = before.FindIndex(static other => other.Length > 0);
        if (first < 0 || before[first].Kind == variant.Kind)
        {
            return;
        }

        string message = $"The variant `{ValueReader.Show(variant.Name)}` is {Describe(variant.Kind)}, but `{ValueReader.Show(before[first].Name)}` is {Describe(before[first].Kind)}; all variants of a flag have one type.";
        reading.Error(DefinitionCodes.MixedVariants, variant.Start, message);
    }

    private static string Describe(ParsedVariantKind kind) => kind switch
    {
        ParsedVariantKind.Boolean => "a boolean",
        ParsedVariantKind.String => "a string",
        ParsedVariantKind.Number => "a number",
        _ => "an object or a list",
    };
}
