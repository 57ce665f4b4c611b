namespace ModularRollout.Docs.Tests;

/// <summary>The C# of the pages is the C# that the build compiles.</summary>
public sealed class SnippetTests
{
    private const string Prefix = "snippet: ";

    public static TheoryData<string, int, CodeBlock> Blocks => DocumentationPage.BlocksOf("csharp", "cs");

    [Theory]
    [MemberData(nameof(Blocks), DisableDiscoveryEnumeration = true)]
    public void Page_CSharpBlock_IsTheCompiledSnippet(string page, int index, CodeBlock block)
    {
        Assert.True(block.Mark.StartsWith(Prefix, StringComparison.Ordinal), $"{page}: block {index} needs `<!-- snippet: name -->` on the line before it.");
        Assert.True(Snippet.All.TryGetValue(block.Mark[Prefix.Length..], out string? expected), $"{page}: samples/Snippets has no region {block.Mark[Prefix.Length..]}.");
        Assert.Equal(expected, Snippet.Normalise(block.Code));
    }

    [Fact]
    public void Snippets_EveryRegion_IsShownSomewhere()
    {
        var shown = DocumentationPage.All().SelectMany(static page => page.Blocks).Select(static block => block.Mark).ToHashSet();

        Assert.NotEmpty(Snippet.All);
        Assert.DoesNotContain(Snippet.All.Keys, name => !shown.Contains(Prefix + name));
    }
}
