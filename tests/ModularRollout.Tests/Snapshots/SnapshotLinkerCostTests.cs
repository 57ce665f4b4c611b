namespace ModularRollout.Tests.Snapshots;

/// <summary>How deep references may go, and how much one evaluation may ask.</summary>
public sealed class SnapshotLinkerCostTests
{
    [Fact]
    public void Publish_PrerequisitesAsDeepAsAllowed_AreLinked()
    {
        var publishing = new Publishing();

        Assert.NotNull(publishing.Publish(Chain(33)));
        Assert.True(publishing.Current.Decide("f00", A.Subject("u")).IsEnabled);
    }

    [Fact]
    public void Publish_PrerequisitesTooDeep_SaysFromWhere() => Assert.Equal(
        ["layer0(1,15): error MR1506 flags.f00: References are followed more than 32 deep from here; make the chain shorter."],
        Publishing.Refused(Chain(34)));

    [Fact]
    public void Publish_DeepChainFollowedFromItsEnd_IsRefusedToo() => Assert.Contains(
        "error MR1506 flags.f00: References are followed more than 32 deep from here",
        Assert.Single(Publishing.Refused(Chain(34, reversed: true))),
        StringComparison.Ordinal);

    [Fact]
    public void Publish_SegmentsTooDeep_SaysFromWhere()
    {
        string segments = string.Join(", ", Enumerable.Range(0, 33).Select(static i => $$""" "s{{i:00}}": { "segment": "s{{i + 1:00}}" } """));
        string document = $$"""{ "segments": { {{segments}}, "s33": { "attribute": "a", "exists": true } }, "flags": { "f": { "rules": [ { "when": { "segment": "s00" }, "serve": "on" } ] } } }""";

        Assert.Contains("error MR1506 segments.s00: References are followed more than 32 deep from here", Assert.Single(Publishing.Refused(document)), StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_PrerequisitesThatMultiply_AreRefusedByTheirCost()
    {
        // Each flag asks the next one twice: 2^20 tests for a document of a kilobyte.
        string flags = string.Join(", ", Enumerable.Range(0, 20).Select(static i =>
            $$""" "f{{i:00}}": { "requires": [ { "flag": "f{{i + 1:00}}", "is": ["on"] }, { "flag": "f{{i + 1:00}}", "is": ["on", "off"] } ] } """));
        string[] found = Publishing.Refused($$"""{ "flags": { {{flags}}, "f20": { "rules": [ { "when": { "attribute": "a", "exists": true }, "serve": "on" } ] } } }""");

        Assert.Contains("error MR1507 flags.f03: One evaluation could ask 131072 tests; at most 100000 are allowed.", found[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_SegmentsThatMultiply_AreRefusedByTheirCost()
    {
        string segments = string.Join(", ", Enumerable.Range(0, 17).Select(static i =>
            $$""" "s{{i:00}}": { "all": [ { "segment": "s{{i + 1:00}}" }, { "segment": "s{{i + 1:00}}" } ] } """));
        string[] found = Publishing.Refused($$"""{ "segments": { {{segments}}, "s17": { "attribute": "a", "exists": true } }, "flags": { "f": { "rules": [ { "when": { "segment": "s00" }, "serve": "on" } ] } } }""");

        Assert.StartsWith("layer0(", found[0], StringComparison.Ordinal);
        Assert.Contains("error MR1507 segments.s", found[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_AsManyTestsAsAllowed_IsLinked()
    {
        static string Document(int tests) => $$"""
            { "flags": { "f": { "rules": [ {{string.Join(", ", Enumerable.Repeat(Rule, tests / 101))}} ] } } }
            """;
        var publishing = new Publishing();

        Assert.NotNull(publishing.Publish(Document(101 * 990)));
        Assert.Null(publishing.Publish(out DefinitionDiagnostic[] found, Document(101 * 991)));
        Assert.Contains("One evaluation could ask 100091 tests", Assert.Single(found).Message, StringComparison.Ordinal);
    }

    private static readonly string Rule =
        $$"""{ "when": { "all": [ {{string.Join(", ", Enumerable.Repeat("""{ "attribute": "a", "exists": true }""", 100))}} ] }, "serve": "on" }""";

    private static string Chain(int flags, bool reversed = false)
    {
        IEnumerable<string> chain = Enumerable.Range(0, flags - 1)
            .Select(static i => $$""" "f{{i:00}}": { "requires": [ { "flag": "f{{i + 1:00}}", "is": ["on"] } ], "otherwise": { "serve": "on" } } """)
            .Append($$""" "f{{flags - 1:00}}": { "targets": { "off": ["v"] }, "otherwise": { "serve": "on" } } """);
        return $$"""{ "flags": { {{string.Join(", ", reversed ? chain.Reverse() : chain)}} } }""";
    }
}
