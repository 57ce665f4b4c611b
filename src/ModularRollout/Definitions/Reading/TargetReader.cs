namespace ModularRollout.Definitions.Reading;

/// <summary>Reads the targeting keys that get a variant of their own.</summary>
internal static class TargetReader
{
    public static void Read(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        if (!ValueReader.IsObject(ref cursor))
        {
            return;
        }

        flag.Names.Clear();
        while (cursor.MoveToName())
        {
            string variant = cursor.Reading.Strings.Get(cursor.Text);
            int mention = flag.Mention(variant, cursor.Position);
            if (!flag.Names.TryAdd(variant))
            {
                cursor.Reading.Error(DefinitionCodes.DuplicateName, cursor.Position, $"The targets of `{ValueReader.Show(variant)}` stand here twice; keep one list.");
            }

            cursor.Read();
            ReadKeys(ref cursor, flag, mention);
        }
    }

    private static void ReadKeys(ref DefinitionCursor cursor, FlagScope flag, int mention)
    {
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        int count = 0;
        while (cursor.MoveToElement())
        {
            if (ListReader.MayHave(ref cursor, ++count) && ValueReader.TryText(ref cursor, out string key))
            {
                AddKey(ref cursor, flag, key, mention);
            }
        }
    }

    private static void AddKey(ref DefinitionCursor cursor, FlagScope flag, string key, int mention)
    {
        if (flag.TargetingKeys.TryAdd(key, mention))
        {
            flag.Parsed.Targets.Add(new ParsedTarget { TargetingKey = key, Variant = mention });
        }
        else if (flag.TargetingKeys[key] != mention)
        {
            string message = $"\"{ValueReader.Show(key)}\" is a target of `{ValueReader.Show(flag.Mentions[flag.TargetingKeys[key]].Name)}` already; keep one.";
            cursor.Reading.Error(DefinitionCodes.DuplicateName, cursor.Position, message);
        }
    }
}
