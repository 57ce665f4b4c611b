using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModularRollout.Docs.Tests;

/// <summary>docs/definitions.md leaves nothing out.</summary>
public sealed partial class DefinitionsPageTests
{
    private static readonly DocumentationPage s_page = DocumentationPage.Open("docs/definitions.md");

    [Fact]
    public void ErrorCodes_Table_ListsEveryCodeOnce()
    {
        Type codes = typeof(FeatureGate).Assembly.GetType("ModularRollout.Definitions.DefinitionCodes", throwOnError: true)!;
        IEnumerable<string> defined = codes.GetFields().Select(static field => (string)field.GetRawConstantValue()!).Order();

        IEnumerable<string> listed = CodePattern().Matches(s_page.Text).Select(static match => match.Groups["code"].Value).Order();

        Assert.Equal(defined, listed);
    }

    [Theory]
    [InlineData("flag")]
    [InlineData("prerequisite")]
    [InlineData("rule")]
    [InlineData("split")]
    [InlineData("condition")]
    [InlineData("bucket")]
    public void Page_Grammar_NamesEveryProperty(string definition)
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.PathOf("src/ModularRollout/modular-rollout.schema.json")));
        JsonElement properties = schema.RootElement.GetProperty("$defs").GetProperty(definition).GetProperty("properties");

        string[] missing = [.. properties.EnumerateObject().Select(static property => property.Name).Where(static name => !s_page.Text.Contains($"`{name}`", StringComparison.Ordinal))];

        Assert.Empty(missing);
    }

    [GeneratedRegex(@"^\| `(?<code>MR\d{4})` \|", RegexOptions.Multiline)]
    private static partial Regex CodePattern();
}
