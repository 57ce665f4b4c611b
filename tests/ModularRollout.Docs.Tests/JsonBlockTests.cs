using System.Text;

namespace ModularRollout.Docs.Tests;

/// <summary>The definitions of the pages are documents, flags and conditions that the reader takes without a complaint.</summary>
public sealed class JsonBlockTests
{
    public static TheoryData<string, int, CodeBlock> Blocks => DocumentationPage.BlocksOf("json", "jsonc");

    [Theory]
    [MemberData(nameof(Blocks), DisableDiscoveryEnumeration = true)]
    public void Page_JsonBlock_ReadsWithoutErrors(string page, int index, CodeBlock block)
    {
        string? document = block.Mark switch
        {
            "json: flags" => block.Code,
            "json: flag" => $$"""{ "flags": { {{block.Code}} } }""",
            "json: condition" => $$"""{ "flags": { "f": { "rules": [ { "when": {{block.Code}}, "serve": "on" } ] } } }""",
            "json: other" => null,
            _ => throw new InvalidOperationException($"{page}: block {index} needs `<!-- json: flags -->`, `flag`, `condition` or `other` on the line before it."),
        };

        if (document is not null)
        {
            using FeatureGate gate = FeatureGate.FromJson(Encoding.UTF8.GetBytes(document));
            Assert.NotEmpty(gate.Current.Flags);
        }
    }

    [Fact]
    public void QuickStart_Flags_ReadWithoutErrors()
    {
        using FeatureGate gate = FeatureGate.FromJson(File.ReadAllBytes(RepositoryFiles.PathOf("samples/QuickStart/flags.json")));

        Assert.Equal(["checkout.one-page", "exports.pdf", "payments.v3", "search.limits", "search.ranking"], gate.Current.Flags.Select(static flag => flag.Name));
    }
}
