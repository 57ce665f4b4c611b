using System.Text;

namespace ModularRollout.Rollouts;

/// <summary>Writes a document of Markdown, block by block: headings, paragraphs, lists, tables and code. Lines end with a line feed.</summary>
internal sealed class MarkdownWriter
{
    private readonly StringBuilder _document = new();
    private Block _last;

    private enum Block
    {
        None,
        Paragraph,
        List,
        Table,
    }

    public MarkdownWriter Heading(int level, MarkdownText text) => Line(Block.Paragraph, $"{new string('#', level)} {text.ToString()}");

    public MarkdownWriter Paragraph(MarkdownText text) => Line(Block.Paragraph, text.ToString());

    public MarkdownWriter Item(MarkdownText text) => Line(Block.List, $"- {text.ToString()}");

    /// <summary>Begins a table with the names of its columns.</summary>
    public MarkdownWriter Table(params ReadOnlySpan<MarkdownText> columns)
    {
        _last = Block.Paragraph;
        Row(columns);
        var rule = new StringBuilder("|");
        foreach (MarkdownText _ in columns)
        {
            rule.Append("---|");
        }

        return Line(Block.Table, rule.ToString());
    }

    /// <summary>Adds a row to the table, a cell for each column.</summary>
    public MarkdownWriter Row(params ReadOnlySpan<MarkdownText> cells)
    {
        var row = new StringBuilder("|");
        foreach (MarkdownText cell in cells)
        {
            row.Append(' ').Append(cell.ToString()).Append(" |");
        }

        return Line(Block.Table, row.ToString());
    }

    /// <summary>Adds lines as they are, in a fence that nothing in them can close.</summary>
    public MarkdownWriter Code(string language, string lines)
    {
        string fence = new('`', Math.Max(3, LongestRun(lines) + 1));
        return Line(Block.Paragraph, $"{fence}{language}\n{Visible(lines)}\n{fence}");
    }

    public override string ToString() => _document.ToString();

    private MarkdownWriter Line(Block block, string line)
    {
        bool isApart = _last != Block.None && (_last != block || block == Block.Paragraph);
        _document.Append(isApart ? "\n" : "").Append(line).Append('\n');
        _last = block;
        return this;
    }

    private static int LongestRun(string text)
    {
        int longest = 0, run = 0;
        foreach (char c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>Nothing can be escaped in code: what cannot be seen there is replaced, but for the ends of lines.</summary>
    private static string Visible(string lines)
    {
        var visible = new StringBuilder(lines.Length);
        foreach (Rune rune in lines.EnumerateRunes())
        {
            visible.Append((rune.Value != '\n' && MarkdownEscape.IsUnseen(rune) ? Rune.ReplacementChar : rune).ToString());
        }

        return visible.ToString();
    }
}
