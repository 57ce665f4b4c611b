using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class ContentHashTests
{
    private const string Plain = """{ "segments": { "s": { "attribute": "a", "in": ["x"] } }, "flags": { "a": { "rules": [ { "when": { "segment": "s" }, "serve": "on" } ] }, "b": {} } }""";

    [Theory]
    [InlineData("""{ "flags": { "b": {}, "a": { "rules": [ { "when": { "segment": "s" }, "serve": "on" } ] } }, "segments": { "s": { "attribute": "a", "in": ["x"] } } }""")]
    [InlineData("""{ "schemaVersion": 1, "x-note": 1, "segments": { "s": { "attribute": "a", /* c */ "in": [ "\u0078" ], }, }, "flags": { "a": { "x-y": {}, "rules": [ { "when": { "segment": "s" }, "serve": "on" } ] }, "b": { } } }""")]
    public void ContentHash_SameMeaning_IsTheSame(string document) => Assert.Equal(HashOf(Plain), HashOf(document));

    [Theory]
    [InlineData("\"x\"", "\"y\"")]
    [InlineData("\"b\"", "\"c\"")]
    [InlineData("\"b\": {}", "\"b\": { \"otherwise\": { \"serve\": \"on\" } }")]
    [InlineData(", \"b\": {}", "")]
    [InlineData("\"b\": {}", "\"b\": { \"description\": \"x\" }")]
    public void ContentHash_OtherMeaning_IsAnother(string part, string other) => Assert.NotEqual(HashOf(Plain), HashOf(Plain.Replace(part, other, StringComparison.Ordinal)));

    [Fact]
    public void ContentHash_FlagAndSegmentChangePlaces_IsAnother() => Assert.NotEqual(
        HashOf("""{ "flags": { "a": {}, "b": { "description": "x" } } }"""),
        HashOf("""{ "flags": { "b": {}, "a": { "description": "x" } } }"""));

    [Fact]
    public void ContentHash_SameDefinitionsInOtherLayers_IsTheSame()
    {
        var one = new Publishing();
        var two = new Publishing();
        one.Publish("""{ "flags": { "a": {}, "b": { "otherwise": { "serve": "on" } } } }""");
        two.Publish("""{ "flags": { "b": { "otherwise": { "serve": "on" } } } }""", """{ "flags": { "a": {} } }""");

        Assert.Equal(one.Current.ContentHash, two.Current.ContentHash);
    }

    [Fact]
    public void ContentHash_Text_Is32Digits()
    {
        string hash = HashOf(Plain);

        Assert.Equal(32, hash.Length);
        Assert.All(hash, static digit => Assert.True(char.IsAsciiHexDigitLower(digit)));
    }

    [Theory]
    [InlineData("""{}""", "e5189a9599e3f86205ea23ef06e28b2d")]
    [InlineData(Plain, "9d23f4ed8cb4b044d5691ad745dff16d")]
    [InlineData("""{ "flags": { "é": { "variants": { "a": 1.50, "b": 2 }, "off": "a" } } }""", "8bb0eb1ee0656a22f47f07d394ed87ed")]
    public void ContentHash_Document_IsWhatItWasInEveryRelease(string document, string hash) => Assert.Equal(hash, HashOf(document));

    [Fact]
    public void ContentHash_Kill_ChangesItAndReviveRestoresIt()
    {
        var publishing = new Publishing();
        publishing.Publish(Plain);
        string before = publishing.Current.ContentHash;

        publishing.Kill("a");
        string killed = publishing.Current.ContentHash;
        publishing.Kill("b");
        string other = publishing.Current.ContentHash;
        publishing.Kill("a", "b");
        string both = publishing.Current.ContentHash;
        publishing.Kill();

        Assert.Equal(4, new[] { before, killed, other, both }.Distinct().Count());
        Assert.Equal(before, publishing.Current.ContentHash);
        Assert.Equal(5, publishing.Current.Version);
    }

    [Fact]
    public void ContentHash_EveryPartOfAnExposure_ChangesIt()
    {
        var publishing = new Publishing();
        publishing.Publish(Plain);
        string before = publishing.Current.ContentHash;
        RolloutExposure[] exposures =
        [
            new() { Flag = "a", Attempt = 1, Stage = 0, Salt = "a/rollout" },
            new() { Flag = "b", Attempt = 1, Stage = 0, Salt = "a/rollout" },
            new() { Flag = "a", Attempt = 2, Stage = 0, Salt = "a/rollout" },
            new() { Flag = "a", Attempt = 1, Stage = 1, Salt = "a/rollout" },
            new() { Flag = "a", Attempt = 1, Stage = 0, Salt = "a/rollout/1" },
            new() { Flag = "a", Attempt = 1, Stage = 0, Salt = "a/rollout", HasShare = true },
            new() { Flag = "a", Attempt = 1, Stage = 0, Salt = "a/rollout", HasShare = true, Bound = 1 },
            new() { Flag = "a", Attempt = 1, Stage = 0, Salt = "a/rollout", HasShare = true, IsEverything = true },
            new() { Flag = "a", Attempt = 1, Stage = 0, Salt = "a/rollout", Audiences = ["s"] },
            new() { Flag = "a", Attempt = 1, Stage = 0, Salt = "a/rollout", Audiences = ["s", "s"] },
        ];

        HashSet<string> hashes = [before];
        foreach (RolloutExposure exposure in exposures)
        {
            publishing.Expose(exposure);
            Assert.True(hashes.Add(publishing.Current.ContentHash));
        }

        publishing.Expose();
        Assert.Equal(before, publishing.Current.ContentHash);
    }

    [Fact]
    public void ContentHash_Ambient_ChangesIt()
    {
        static string HashOf(EvaluationContext ambient)
        {
            var publishing = new Publishing(ambient);
            publishing.Publish(Plain);
            return publishing.Current.ContentHash;
        }

        string[] hashes =
        [
            HashOf(default), HashOf(EvaluationContext.For(null).With("region", "eu").Build()), HashOf(EvaluationContext.For(null).With("region", "us").Build()),
            HashOf(EvaluationContext.For(null).With("zone", "eu").Build()), HashOf(EvaluationContext.For(null).With("region", 1).Build()),
            HashOf(EvaluationContext.For(null).With("region", 1.0).Build()), HashOf(EvaluationContext.For(null).With("region", "1").Build()),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void ContentHash_AmbientTextAndNumber_IsTheRecordedOne()
    {
        var options = new FeatureGateOptions();
        options.WithAmbient("region", "eu-west");
        options.WithAmbient("pod", 7);
        using var gate = FeatureGate.FromJson("""{ "flags": { "a": {} } }"""u8, options);

        Assert.Equal("3b69c17c4d8ba76828f2e0257e4e6c4f", gate.Current.ContentHash);
    }

    [Fact]
    public void ContentHash_LongAmbientTextsThatDifferAtTheEnd_ChangeIt()
    {
        static string HashOf(string text)
        {
            var publishing = new Publishing(EvaluationContext.For(null).With("a", text).With("l", Enumerable.Repeat(text, 20).ToArray()).Build());
            publishing.Publish(Plain);
            return publishing.Current.ContentHash;
        }

        Assert.NotEqual(HashOf(new string('x', 300) + "1"), HashOf(new string('x', 300) + "2"));
    }

    private static string HashOf(string document) => A.Gate(document).Current.ContentHash;
}
