using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Reads single values; what does not fit is reported and skipped.</summary>
internal static class ValueReader
{
    private const int LongestShown = 60;

    /// <summary>Reports a value of the wrong type and skips it.</summary>
    public static void WrongType(ref DefinitionCursor cursor, string expected)
    {
        cursor.Reading.Error(DefinitionCodes.WrongType, cursor.Position, $"The value is {Show(in cursor)}; write {expected}.");
        cursor.Skip();
    }

    public static bool IsObject(ref DefinitionCursor cursor) => Is(ref cursor, JsonTokenType.StartObject, "an object");

    public static bool IsList(ref DefinitionCursor cursor) => Is(ref cursor, JsonTokenType.StartArray, "a list");

    public static bool IsText(ref DefinitionCursor cursor) => Is(ref cursor, JsonTokenType.String, "a string");

    /// <summary>Reads a string of the document's pool.</summary>
    public static bool TryText(ref DefinitionCursor cursor, out string text)
    {
        text = "";
        if (!IsText(ref cursor))
        {
            return false;
        }

        text = cursor.Reading.Strings.Get(cursor.Text);
        return true;
    }

    /// <summary>Reads a string that must not be empty.</summary>
    public static bool TryFilledText(ref DefinitionCursor cursor, out string text)
    {
        if (!TryText(ref cursor, out text))
        {
            return false;
        }

        if (text.Length == 0)
        {
            ReportEmpty(ref cursor);
        }

        return text.Length > 0;
    }

    /// <summary>Checks a string that must not be empty and is not kept.</summary>
    public static void CheckFilledText(ref DefinitionCursor cursor)
    {
        if (IsText(ref cursor) && cursor.Raw.IsEmpty)
        {
            ReportEmpty(ref cursor);
        }
    }

    public static bool TryBoolean(ref DefinitionCursor cursor, out bool value)
    {
        value = cursor.Token == JsonTokenType.True;
        if (!value && cursor.Token != JsonTokenType.False)
        {
            WrongType(ref cursor, "`true` or `false`");
            return false;
        }

        return true;
    }

    /// <summary>Reads one of several words; gives its number.</summary>
    public static bool TryWord(ref DefinitionCursor cursor, Words words, out int number)
    {
        number = -1;
        if (!IsText(ref cursor))
        {
            return false;
        }

        number = words.Find(cursor.Text);
        if (number < 0)
        {
            string word = Encoding.UTF8.GetString(cursor.Text);
            string message = $"{Show(in cursor)} is not {words.Noun}; write {words.Choice}.{Suggestions.DidYouMean(word, words.All)}";
            cursor.Reading.Error(DefinitionCodes.UnknownWord, cursor.Position, message);
        }

        return number >= 0;
    }

    /// <summary>Describes the current token as it is shown in a sentence.</summary>
    public static string Show(in DefinitionCursor cursor) => cursor.Token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"\"{Show(Encoding.UTF8.GetString(cursor.Raw))}\"",
        _ => Show(Encoding.UTF8.GetString(cursor.Raw)),
    };

    /// <summary>Shortens a text for a sentence, and makes control characters visible, so that a diagnostic stays on its line.</summary>
    public static string Show(string text) =>
        Visible(text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "…"));

    /// <summary>Writes control characters as escapes.</summary>
    public static string Visible(string text)
    {
        if (!NameReader.HasControl(text))
        {
            return text;
        }

        var visible = new StringBuilder();
        foreach (char c in text)
        {
            _ = char.IsControl(c) ? visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : visible.Append(c);
        }

        return visible.ToString();
    }

    private static void ReportEmpty(ref DefinitionCursor cursor) =>
        cursor.Reading.Error(DefinitionCodes.WrongType, cursor.Position, "The value is an empty string; write some text.");

    private static bool Is(ref DefinitionCursor cursor, JsonTokenType token, string expected)
    {
        if (cursor.Token == token)
        {
            return true;
        }

        WrongType(ref cursor, expected);
        return false;
    }
}
