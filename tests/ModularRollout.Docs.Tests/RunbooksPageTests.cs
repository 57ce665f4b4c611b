using System.Text.RegularExpressions;
using ModularRollout.Rollouts.Governance;

namespace ModularRollout.Docs.Tests;

/// <summary>docs/runbooks.md shows what the code writes, lists every code, and knows the defaults.</summary>
public sealed partial class RunbooksPageTests
{
    private static readonly DocumentationPage s_page = DocumentationPage.Open("docs/runbooks.md");

    [Theory]
    [InlineData("portfolio.md", 1)]
    [InlineData("portfolio.md", 2)]
    [InlineData("portfolio.md", 3)]
    [InlineData("portfolio.md", 5)]
    [InlineData("governance.md", 1)]
    public void Page_Examples_AreTablesOfTheKeptPages(string golden, int table)
    {
        string kept = File.ReadAllText(RepositoryFiles.PathOf($"tests/ModularRollout.Tests/Golden/{golden}")).ReplaceLineEndings("\n");

        Assert.Contains(TablePattern().Matches(kept)[table - 1].Value, s_page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_Table_ListsEveryCodeOnce()
    {
        Type codes = typeof(FeatureGate).Assembly.GetType("ModularRollout.Rollouts.Governance.GovernanceCodes", throwOnError: true)!;

        Assert.Equal(
            codes.GetFields().Select(static field => (string)field.GetRawConstantValue()!).Order(),
            CodePattern().Matches(s_page.Text).Select(static match => match.Groups["code"].Value));
    }

    [Fact]
    public void Defaults_Table_HasEverySpanWithItsDefault()
    {
        var options = new GovernanceOptions();
        IEnumerable<string> spans = typeof(GovernanceOptions).GetProperties().Where(static property => property.PropertyType == typeof(TimeSpan))
            .Select(property => $"`{property.Name}`: {((TimeSpan)property.GetValue(options)!).TotalDays} days").Order();

        Assert.Equal(spans, SpanPattern().Matches(s_page.Text).Select(static match => match.Value).Order());
    }

    [GeneratedRegex(@"(?:^\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex TablePattern();

    [GeneratedRegex(@"^\| `(?<code>MR\d{4})` \|", RegexOptions.Multiline)]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"`\w+`: \d+ days")]
    private static partial Regex SpanPattern();
}
