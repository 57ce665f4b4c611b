using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using ModularRollout.Rollouts;

namespace ModularRollout.Tests.Rollouts;

/// <summary>What hostile texts become, read by another implementation of Markdown.</summary>
public sealed class MarkdownTextTests
{
    private static readonly MarkdownPipeline s_github = new MarkdownPipelineBuilder()
        .UsePipeTables().UseTaskLists().UseMathematics().UseFootnotes().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).Build();

    public static TheoryData<string> Hostile => [
        "a | b", "a\nb", "a\r\n\r\n# b", "`code`", "``` sh", "<script>alert(1)</script>", "<!-- ", "&lt;b&gt;", "&#124;", "**bold** _it_ __it__ ~~no~~", "[x](javascript:alert(1))",
        "![x](y)", "[ ] task", "[^1]: note", "# heading", "- item", "+ item", "1. item", "12) item", "> quote", "---", "===", "    indented", " ", "\t", "tail ", "\\", "a\\|b", "$x$",
        "\u202Egnirts", "\u2028", "snake_case_name", "_", "a_", "\u001b[2J", "\u00a0", "👩‍💻", "ı İ", "a\u0085b", "|---|", ":---:",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Cell_HostileText_IsReadAsThatText(string text) => Assert.Equal(["before", text, "after"], CellsOf(text));

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Paragraph_HostileText_IsReadAsThatText(string text)
    {
        MarkdownDocument document = Markdown.Parse(new MarkdownWriter().Paragraph(text).Paragraph($"*after*").ToString(), s_github);

        Assert.Equal(2, document.Count);
        Assert.Equal(text, TextOf(Assert.IsType<ParagraphBlock>(document[0])));
    }

    [Property(MaxTest = 500)]
    public Property Cell_AnyText_IsReadAsThatText() => Prop.ForAll(Texts(), static text => CellsOf(text).SequenceEqual(["before", WellFormed(text), "after"]));

    [Property(MaxTest = 500)]
    public Property Code_AnyText_IsReadAsThatText() => Prop.ForAll(Texts(), static text => CellsOf(MarkdownText.Code(text)).SequenceEqual(["before", WellFormed(text), "after"]));

    [Property(MaxTest = 500)]
    public Property Prose_AnyText_IsReadAsThatTextWithoutItsBackticks() => Prop.ForAll(Texts(), static text =>
        CellsOf(MarkdownText.Prose(text)).Select(static cell => cell.Replace("`", "", StringComparison.Ordinal))
            .SequenceEqual(["before", WellFormed(text).Replace("`", "", StringComparison.Ordinal), "after"]));

    [Theory]
    [InlineData("Guard `errors` is *bad*.", @"Guard `errors` is \*bad\*.")]
    [InlineData("`a` and `b|c`", @"`a` and \`b\|c\`")]
    [InlineData("``a`` and ` alone", @"\`\`a\`\` and \` alone")]
    [InlineData("", "")]
    public void Prose_Sentence_HasItsNamesAsCode(string sentence, string markdown) => Assert.Equal(markdown, MarkdownText.Prose(sentence).ToString());

    [Property(MaxTest = 500)]
    public Property Fence_AnyLines_EndWhereTheyShould() => Prop.ForAll(Texts(), static lines =>
    {
        MarkdownDocument document = Markdown.Parse(new MarkdownWriter().Code("text", lines).Paragraph("after").ToString(), s_github);
        return document.Count == 2 && document[0] is FencedCodeBlock && TextOf((ParagraphBlock)document[1]) == "after";
    });

    [Fact]
    public void Line_Interpolated_EscapesWhatIsInBracesAlone()
    {
        MarkdownText line = $"**Owner:** {"*me*"}, {"a`b"} {"flag":code} {3} {TimeSpan.FromMinutes(90)} {new DateOnly(2026, 3, 2)}";

        Assert.Equal(@"**Owner:** \*me\*, a\`b `flag` 3 1h 30m 2026-03-02", line.ToString());
    }

    [Fact]
    public void Codes_Names_AreCodeWithCommas() => Assert.Equal("`a`, `b|`".Replace("`b|`", @"b\|", StringComparison.Ordinal), MarkdownText.Codes(["a", "b|"]).ToString());

    [Theory]
    [InlineData("https://example.org/PAY-812", "[the issue](<https://example.org/PAY-812>)")]
    [InlineData("mailto:ops@example.org", "[the issue](<mailto:ops@example.org>)")]
    [InlineData("javascript:alert(1)", "the issue: javascript:alert(1)")]
    [InlineData("data:text/html,%3Cb%3E", "the issue: data:text/html,%3Cb%3E")]
    public void Link_Address_LinksToTheWebAndMailAlone(string address, string markdown) => Assert.Equal(markdown, MarkdownText.Link("the issue", new Uri(address)).ToString());

    [Fact]
    public void Writer_Blocks_AreApartAndTheirPartsTogether()
    {
        string document = new MarkdownWriter().Heading(1, "T").Item("a").Item("b").Table("x", "y").Row("1", "2").Row("3", "").Paragraph("p").Code("csharp", "f();").ToString();

        Assert.Equal("# T\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n| 3 |  |\n\np\n\n```csharp\nf();\n```\n", document);
    }

    /// <summary>Gets what another implementation finds in the cells of a table with one row, around the text.</summary>
    private static string[] CellsOf(MarkdownText text)
    {
        string markdown = new MarkdownWriter().Table("a", "b", "c").Row("before", text, "after").Paragraph("p").ToString();
        MarkdownDocument document = Markdown.Parse(markdown, s_github);
        Table table = Assert.IsType<Table>(document[0]);
        Assert.Equal((2, 2), (document.Count, table.Count));
        return [.. ((TableRow)table[1]).Select(static cell => ((TableCell)cell).Count == 0 ? "" : TextOf((ParagraphBlock)((TableCell)cell)[0]))];
    }

    private static string TextOf(ParagraphBlock paragraph) => string.Concat(paragraph.Inline!.Select(static inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        CodeInline code => code.Content,
        _ => $"<{inline.GetType().Name}>",
    }));

    /// <summary>Gets texts full of what Markdown cares for.</summary>
    private static Arbitrary<string> Texts()
    {
        Gen<char> markup = Gen.Elements("\\`*_{}[]()<>#+-.!|~&;$:=^\"' \t\n\rab1".ToCharArray());
        Gen<char> any = Gen.Choose(0, char.MaxValue).Select(static c => (char)c);
        return Gen.Frequency((6, markup), (1, any)).ArrayOf().Select(static characters => new string(characters)).ToArbitrary();
    }

    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes().Select(static rune => (rune.Value == 0 ? Rune.ReplacementChar : rune).ToString()));
}
