using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ModularRollout.Rollouts.Control;

namespace ModularRollout.Rollouts;

/// <summary>A line of Markdown. In <c>$"**Owner:** {name}"</c> the letters are markup, and what is in braces is text, whatever it says; so is every string.</summary>
/// <remarks><c>{name:code}</c> is code; of <c>{sentence:prose}</c> the words between backticks are. No culture anywhere. Lines join and nest; the default value is empty.</remarks>
[InterpolatedStringHandler]
internal readonly struct MarkdownText
{
    private static readonly SearchValues<char> s_unsafe = SearchValues.Create("<>|\\ \n");

    private readonly StringBuilder? _markdown;

    public MarkdownText(int literalLength, int formattedCount) => _markdown = new StringBuilder(literalLength + (16 * formattedCount));

    /// <summary>Takes a string for text.</summary>
    public static implicit operator MarkdownText(string text) => Raw(MarkdownEscape.Text(text));

    /// <summary>Gets what can be an identifier as code; what cannot stand between backticks, as text.</summary>
    public static MarkdownText Code(string text) => Raw(MarkdownEscape.IsCode(text) ? $"`{text}`" : MarkdownEscape.Text(text));

    /// <summary>Gets a sentence of the library's kind: names between single backticks are code, all else is text.</summary>
    public static MarkdownText Prose(string sentence)
    {
        var markdown = new MarkdownText(sentence.Length, 2);
        int start = 0;
        while (NextName(sentence, start) is { } name)
        {
            markdown.AppendLiteral(MarkdownEscape.Text(sentence, start, name.Start));
            markdown.AppendLiteral(sentence[name.Start..name.End]);
            start = name.End;
        }

        markdown.AppendLiteral(MarkdownEscape.Text(sentence, start, sentence.Length));
        return markdown;
    }

    /// <summary>Gets names as code, with commas between them.</summary>
    public static MarkdownText Codes(IReadOnlyList<string> names, string separator = ", ")
    {
        var markdown = new MarkdownText(0, names.Count);
        for (int i = 0; i < names.Count; i++)
        {
            markdown.AppendLiteral(i == 0 ? "" : separator);
            markdown.AppendFormatted(Code(names[i]));
        }

        return markdown;
    }

    /// <summary>Gets a link where the address is one of the web or of mail; else its text and the address.</summary>
    public static MarkdownText Link(string text, Uri address)
    {
        string url = address.AbsoluteUri;
        bool isSafe = address.Scheme is "http" or "https" or "mailto" && !url.AsSpan().ContainsAny(s_unsafe);
        return isSafe ? Raw($"[{MarkdownEscape.Text(text)}](<{url}>)") : $"{text}: {url}";
    }

    public void AppendLiteral(string markup) => _markdown?.Append(markup);

    public void AppendFormatted(MarkdownText markdown) => _markdown?.Append(markdown.ToString());

    public void AppendFormatted(string? text) => _markdown?.Append(MarkdownEscape.Text(text ?? ""));

    public void AppendFormatted(string text, string format) => AppendFormatted(format switch { "code" => Code(text), "prose" => Prose(text), _ => text });

    public void AppendFormatted(long number) => _markdown?.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(double number, string format) => _markdown?.Append(number.ToString(format, CultureInfo.InvariantCulture));

    public void AppendFormatted(DateTimeOffset instant) => _markdown?.Append(Sentences.Of(instant));

    public void AppendFormatted(DateOnly day) => _markdown?.Append(Sentences.Of(day));

    public void AppendFormatted(TimeSpan duration) => _markdown?.Append(Sentences.Of(duration));

    public override string ToString() => _markdown?.ToString() ?? "";

    /// <summary>Finds the next text between two backticks, both of which stand alone, that can be code.</summary>
    private static (int Start, int End)? NextName(string sentence, int from)
    {
        for (int open = NextSingle(sentence, from); open >= 0; open = NextSingle(sentence, open + 1))
        {
            int close = sentence.IndexOf('`', open + 1);
            if (close >= 0 && IsSingle(sentence, close) && MarkdownEscape.IsCode(sentence[(open + 1)..close]))
            {
                return (open, close + 1);
            }
        }

        return null;
    }

    private static int NextSingle(string sentence, int from)
    {
        int i = sentence.IndexOf('`', from);
        while (i >= 0 && !IsSingle(sentence, i))
        {
            i = sentence.IndexOf('`', i + 1);
        }

        return i;
    }

    private static bool IsSingle(string sentence, int i) => (i == 0 || sentence[i - 1] != '`') && (i + 1 == sentence.Length || sentence[i + 1] != '`');

    private static MarkdownText Raw(string markdown)
    {
        var raw = new MarkdownText(markdown.Length, 0);
        raw.AppendLiteral(markdown);
        return raw;
    }
}
