using System.Globalization;
using System.Text;

namespace ModularRollout.Rollouts;

/// <summary>Writes text so that Markdown takes it for text, whatever is in it: one line, one cell, no markup, no HTML.</summary>
/// <remarks>
/// CommonMark 0.31 with GitHub's tables. What would break a line, or cannot be seen, is a character reference; what would be markup has a backslash. Reading the Markdown gives
/// the text again, but for NUL and unpaired surrogates, which become U+FFFD. Addresses of pages are left as they are, and may become links to where they say.
/// </remarks>
internal static class MarkdownEscape
{
    private const string Markup = "\\`*[]|~$";
    private const string Opening = "#+-=";

    public static string Text(string text) => Text(text, 0, text.Length);

    /// <summary>Writes a part of a text, which ends where no character does.</summary>
    public static string Text(string text, int start, int end)
    {
        var escaped = new StringBuilder(end - start + 8);
        int i = start;
        foreach (Rune rune in text.AsSpan(start, end - start).EnumerateRunes())
        {
            Append(escaped, text, i, rune);
            i += rune.Utf16SequenceLength;
        }

        return escaped.ToString();
    }

    /// <summary>Gets whether a text can stand between backticks, in a table too: nothing can be escaped there.</summary>
    public static bool IsCode(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '`' or '|' || rune == Rune.ReplacementChar || IsUnseen(rune))
            {
                return false;
            }
        }

        return text.Length > 0 && text[0] != ' ' && text[^1] != ' ';
    }

    /// <summary>Gets whether a character shows nothing, or breaks a line.</summary>
    public static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Append(StringBuilder escaped, string text, int i, Rune rune)
    {
        if (rune.Value == 0)
        {
            escaped.Append('\uFFFD');
        }
        else if (Entity(rune) is { } entity)
        {
            escaped.Append(entity);
        }
        else if (IsUnseen(rune) || (Rune.IsWhiteSpace(rune) && (i == 0 || i + rune.Utf16SequenceLength == text.Length)))
        {
            escaped.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
        }
        else
        {
            escaped.Append(IsMarkup(text, i, rune) ? "\\" : "").Append(rune.ToString());
        }
    }

    private static string? Entity(Rune rune) => rune.Value switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", _ => null };

    private static bool IsMarkup(string text, int i, Rune rune)
    {
        if (!rune.IsAscii)
        {
            return false;
        }

        char c = (char)rune.Value;
        return Markup.Contains(c, StringComparison.Ordinal)
            || (i == 0 && Opening.Contains(c, StringComparison.Ordinal))
            || (c is '.' or ')' && i > 0 && !text.AsSpan(0, i).ContainsAnyExceptInRange('0', '9'))
            || (c == '_' && !IsWithinWord(text, i));
    }

    /// <summary>An underscore between letters or digits emphasizes nothing.</summary>
    private static bool IsWithinWord(string text, int i) => i > 0 && i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i - 1]) && char.IsAsciiLetterOrDigit(text[i + 1]);
}
