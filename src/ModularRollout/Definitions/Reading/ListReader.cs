using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Reads lists of scalars.</summary>
internal static class ListReader
{
    /// <summary>Reads a list of strings.</summary>
    /// <param name="cursor">At the list.</param>
    /// <param name="into">Takes the strings; <see langword="null"/> to check only.</param>
    /// <param name="mayBeEmpty">Whether an empty list means something.</param>
    public static void ReadTexts(ref DefinitionCursor cursor, List<string>? into, bool mayBeEmpty)
    {
        int position = cursor.Position;
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        int count = 0;
        while (cursor.MoveToElement())
        {
            if (!MayHave(ref cursor, ++count))
            {
                continue;
            }

            if (into is null)
            {
                ValueReader.CheckFilledText(ref cursor);
            }
            else if (ValueReader.TryText(ref cursor, out string text))
            {
                into.Add(text);
            }
        }

        RequireEntry(ref cursor, position, count, mayBeEmpty);
    }

    /// <summary>Reads a list of values to compare with.</summary>
    /// <returns>The number of values added.</returns>
    public static int ReadValues(ref DefinitionCursor cursor, List<ParsedValue> into, bool onlyText)
    {
        int position = cursor.Position;
        if (!ValueReader.IsList(ref cursor))
        {
            return 0;
        }

        int first = into.Count, count = 0;
        while (cursor.MoveToElement())
        {
            if (MayHave(ref cursor, ++count) && TryValue(ref cursor, onlyText, out ParsedValue value))
            {
                into.Add(value);
            }
        }

        RequireEntry(ref cursor, position, count, mayBeEmpty: false);
        return into.Count - first;
    }

    /// <summary>Counts an element against the limit; the first one over it is reported, and all of them are skipped.</summary>
    public static bool MayHave(ref DefinitionCursor cursor, int count)
    {
        int most = cursor.Reading.Options.Limits.ListEntries;
        if (count <= most)
        {
            return true;
        }

        if (count == most + 1)
        {
            cursor.Reading.Error(DefinitionCodes.LimitExceeded, cursor.Position, $"The list has more than {most} entries, which is the limit.");
        }

        cursor.Skip();
        return false;
    }

    public static void RequireEntry(ref DefinitionCursor cursor, int position, int count, bool mayBeEmpty)
    {
        if (count == 0 && !mayBeEmpty)
        {
            cursor.Reading.Error(DefinitionCodes.EmptyList, position, "The list is empty, so nothing can match; write at least one entry.");
        }
    }

    private static bool TryValue(ref DefinitionCursor cursor, bool onlyText, out ParsedValue value)
    {
        value = default;
        switch (cursor.Token)
        {
            case JsonTokenType.String:
                value = new ParsedValue { Kind = ParsedValueKind.String, Text = cursor.Reading.Strings.Get(cursor.Text) };
                return true;
            case JsonTokenType.Number when !onlyText:
                return NumberReader.TryNumber(ref cursor, out value);
            case JsonTokenType.True or JsonTokenType.False when !onlyText:
                value = new ParsedValue { Kind = ParsedValueKind.Boolean, Bits = cursor.Token == JsonTokenType.True ? 1 : 0 };
                return true;
            default:
                ValueReader.WrongType(ref cursor, onlyText ? "a string" : "a string, a number, `true` or `false`");
                return false;
        }
    }
}
