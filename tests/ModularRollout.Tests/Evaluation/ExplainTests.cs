namespace ModularRollout.Tests.Evaluation;

/// <summary>The text of explanations, word for word.</summary>
public sealed class ExplainTests
{
    private const string Document = """
        { "segments": { "staff": { "attribute": "email", "endsWith": ["@shop.example"] } },
          "flags": {
            "checkout.new-flow": {
              "requires": [ { "flag": "payments.v3", "is": ["on", "half"] } ],
              "targets": { "on": ["user-7"], "off": ["user-9"] },
              "rules": [
                { "name": "staff first", "when": { "segment": "staff" }, "serve": "on" },
                { "when": { "all": [ { "attribute": "country", "in": ["AT"] }, { "not": { "attribute": "device", "exists": true } } ] },
                  "split": { "salt": "checkout-at", "weights": { "on": 33.3, "off": 66.7 } } } ] },
            "payments.v3": { "variants": { "on": 1, "half": 0.5, "off": 0 }, "off": "off", "otherwise": { "serve": "on" } },
            "off": { "enabled": false }, "static": { "otherwise": { "serve": "on" } } } }
        """;

    internal const string Split = """
        checkout.new-flow → off (Split)
          snapshot 1, content HASH
          ✓ enabled
          ✓ requires payments.v3 to be on or half: it is on
          ✗ targets (2 keys): "user-1"
          ✗ rule staff first
            ✗ segment staff
              ✗ email endsWith ["@shop.example"]: absent
          ✓ rule rules[1]
            ✓ all
              ✓ country in ["AT"]: "AT"
              ✓ not
                ✗ device exists: absent
          ✓ split by targetingKey, salt "checkout-at": "user-1", hash 7f0591d1f4c4ee8e, bucket 0.496179
            ✗ on from 0.000000 to 0.333000
            ✓ off from 0.333000 to 1.000000
        """;

    [Fact]
    public void ToString_Split_TellsTheWholeWay() =>
        Assert.Equal(Split.ReplaceLineEndings("\n"), Explain("checkout.new-flow", A.Subject("user-1", "country", "AT")));

    [Theory]
    [InlineData("static", "static → on (Static)|✓ enabled|✓ otherwise: on")]
    [InlineData("off", "off → off (Disabled)|✗ enabled: `off` is served")]
    [InlineData("nope", "nope → no variant (Error, FlagNotFound)|· no provider defines this flag")]
    [InlineData("checkout.new-flow", "checkout.new-flow → on (TargetingMatch)|✓ enabled|✓ requires payments.v3 to be on or half: it is on|✓ targets (2 keys): \"user-7\"")]
    public void ToString_OtherFlags_TellWhy(string flag, string expected)
    {
        string[] lines = Explain(flag, A.Subject("user-7")).Split('\n');

        Assert.Equal(expected.Split('|'), lines.Where(static (_, i) => i != 1).Select(static line => line.Trim()));
    }

    [Fact]
    public void ToString_KilledPrerequisite_TellsWhatItIs()
    {
        var publishing = new Publishing();
        publishing.Publish(Document);
        publishing.Kill("payments.v3");

        Assert.Equal(
            ["checkout.new-flow → off (PrerequisiteFailed)", "✓ enabled", "✗ requires payments.v3 to be on or half: it is off"],
            Lines(publishing.Current.Explain("checkout.new-flow", default)));
        Assert.Equal(["payments.v3 → off (Disabled)", "✓ kill switch: on: `off` is served"], Lines(publishing.Current.Explain("payments.v3", default)));
        Assert.Contains("from layer0", publishing.Current.Explain("payments.v3", default).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Forced_TellsWhetherItApplies()
    {
        FeatureSnapshot snapshot = A.Gate(Document).Current;

        Assert.Equal(
            ["static → off (Forced)", "✓ enabled", "✓ forced variant off"],
            Lines(snapshot.Explain("static", EvaluationContext.For(null).Force("static", "off").Build())));
        Assert.Equal(
            ["static → on (Static)", "✓ enabled", "✗ forced variant x: the flag has no such variant", "✓ otherwise: on"],
            Lines(snapshot.Explain("static", EvaluationContext.For(null).Force("static", "x").Build())));
    }

    [Fact]
    public void ToString_NoKey_SaysSo()
    {
        string[] lines = Lines(A.Gate(Document).Current.Explain("checkout.new-flow", A.Subject(null, "country", "AT")));

        Assert.Equal("✗ targets (2 keys): no targeting key", lines[3]);
        Assert.Equal("✗ split by targetingKey, salt \"checkout-at\": absent: no usable value, off is served", lines[^1]);
    }

    [Theory]
    [InlineData("\"in\": [\"a\", \"b\"]", "a in [\"a\", \"b\"]: \"x\"")]
    [InlineData("\"in\": [\"a\"], \"ignoreCase\": true", "a in [\"a\"] (ignoring case): \"x\"")]
    [InlineData("\"in\": [\"a\"], \"ignoreCase\": false", "a in [\"a\"]: \"x\"")]
    [InlineData("\"in\": [1, 2.5, true, false]", "a in a list of 4 numbers and booleans: \"x\"")]
    [InlineData("\"startsWith\": [\"b\"]", "a startsWith [\"b\"]: \"x\"")]
    [InlineData("\"startsWith\": [\"b\"], \"ignoreCase\": true", "a startsWith (ignoring case) [\"b\"]: \"x\"")]
    [InlineData("\"endsWith\": [\"b\"]", "a endsWith [\"b\"]: \"x\"")]
    [InlineData("\"contains\": [\"b\"]", "a contains [\"b\"]: \"x\"")]
    [InlineData("\"matches\": \"^b$\"", "a matches /^b$/: \"x\"")]
    [InlineData("\"matches\": \"^b$\", \"ignoreCase\": true", "a matches /^b$/ (ignoring case): \"x\"")]
    [InlineData("\"lessThan\": 5", "a lessThan 5: \"x\"")]
    [InlineData("\"atMost\": 0.5", "a atMost 0.5: \"x\"")]
    [InlineData("\"greaterThan\": -5", "a greaterThan -5: \"x\"")]
    [InlineData("\"atLeast\": 1e300", "a atLeast 1E+300: \"x\"")]
    [InlineData("\"before\": \"2026-11-01T10:00:00.5+01:00\"", "a before 2026-11-01T09:00:00.5Z: \"x\"")]
    [InlineData("\"after\": \"2026-11-01T09:00:00Z\"", "a after 2026-11-01T09:00:00Z: \"x\"")]
    [InlineData("\"semver\": \"^1.2.0\"", "a semver \"^1.2.0\": \"x\"")]
    [InlineData("\"cidr\": [\"10.0.0.0/8\", \"::/0\"]", "a cidr [\"10.0.0.0/8\", \"::/0\"]: \"x\"")]
    [InlineData("\"containsAny\": [\"b\"]", "a containsAny [\"b\"]: \"x\"")]
    [InlineData("\"containsAll\": [\"b\", \"c\"], \"ignoreCase\": true", "a containsAll [\"b\", \"c\"] (ignoring case): \"x\"")]
    [InlineData("\"exists\": false", "a does not exist: \"x\"")]
    [InlineData("\"bucketIn\": { \"salt\": \"s\", \"fromPercent\": 0, \"toPercent\": 0.25 }", "a bucketIn 0 % to 0.25 % of salt \"s\": \"x\", bucket 0.943547")]
    public void ToString_EachTest_IsWrittenOut(string test, string expected)
    {
        string[] lines = Lines(A.When($$"""{ "attribute": "a", {{test}} }""").Current.Explain(A.Name, A.Subject("u", "a", "x")));

        Assert.Equal($"✗ {expected}", lines[3]);
    }

    [Fact]
    public void ToString_LongLists_AreCut()
    {
        string list = string.Join(", ", Enumerable.Range(0, 11).Select(static i => $"\"{i}\""));
        string longer = string.Join(", ", Enumerable.Range(0, 17).Select(static i => $"\"{i}\""));

        Assert.Equal("✗ a in [\"0\", \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", \"9\", … 11 entries]: absent", Line($"\"in\": [{list}]", default));
        Assert.Equal("✗ a in a list of 17 texts: absent", Line($"\"in\": [{longer}]", default));
        Assert.Equal($"✗ a in [\"b\"]: \"{new string('x', 200)}\"", Line("\"in\": [\"b\"]", A.Subject("u", "a", new string('x', 200))));
        Assert.Equal($"✗ a in [\"b\"]: \"{new string('x', 200)}…\" (201 characters)", Line("\"in\": [\"b\"]", A.Subject("u", "a", new string('x', 201))));
        Assert.Equal("✗ a matches /y/: a text of 1025 characters; over 1024 never match", Line("\"matches\": \"y\"", A.Subject("u", "a", new string('y', 1_025))));
        Assert.Equal($"✓ a matches /y/: \"{new string('y', 200)}…\" (1024 characters)", Line("\"matches\": \"y\"", A.Subject("u", "a", new string('y', 1_024))));
    }

    [Fact]
    public void ToString_AttributesOfOtherTypes_AreWrittenOut()
    {
        Assert.Equal("✗ a in [\"b\"]: true", Line("\"in\": [\"b\"]", EvaluationContext.For("u").With("a", true).Build()));
        Assert.Equal("✗ a in [\"b\"]: false", Line("\"in\": [\"b\"]", EvaluationContext.For("u").With("a", false).Build()));
        Assert.Equal("✗ a in [\"b\"]: -5", Line("\"in\": [\"b\"]", EvaluationContext.For("u").With("a", -5).Build()));
        Assert.Equal("✗ a in [\"b\"]: 0.5", Line("\"in\": [\"b\"]", EvaluationContext.For("u").With("a", 0.5).Build()));
        Assert.Equal("✗ a in [\"b\"]: NaN", Line("\"in\": [\"b\"]", EvaluationContext.For("u").With("a", double.NaN).Build()));
        Assert.Equal("✗ a in [\"b\"]: [\"b\"]", Line("\"in\": [\"b\"]", EvaluationContext.For("u").With("a", ["b"]).Build()));
        Assert.Equal("✗ a in [\"b\"]: []", Line("\"in\": [\"b\"]", EvaluationContext.For("u").With("a", Array.Empty<string>()).Build()));
    }

    internal static string Explain(string flag, in EvaluationContext context)
    {
        FlagExplanation explanation = A.Gate(Document).Current.Explain(flag, context);
        return explanation.ToString().Replace(explanation.ContentHash, "HASH", StringComparison.Ordinal).Replace(", from json", "", StringComparison.Ordinal);
    }

    private static string Line(string test, in EvaluationContext context) =>
        Lines(A.When($$"""{ "attribute": "a", {{test}} }""").Current.Explain(A.Name, context))[3];

    private static string[] Lines(FlagExplanation explanation) =>
        [.. explanation.ToString().Split('\n').Where(static (_, i) => i != 1).Select(static line => line.Trim())];
}
