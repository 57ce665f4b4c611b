using System.Text.Json;

namespace ModularRollout.Tests;

public sealed class DecisionTests
{
    [Fact]
    public void Default_Everything_SaysNotReady()
    {
        Decision decision = default;

        Assert.Equal("", decision.Flag);
        Assert.Null(decision.Variant);
        Assert.False(decision.IsEnabled);
        Assert.Equal(DecisionReason.Error, decision.Reason);
        Assert.Equal(DecisionError.NotReady, decision.Error);
        Assert.Null(decision.Rule);
        Assert.Null(decision.Bucket);
        Assert.Equal(DecisionArm.None, decision.Arm);
        Assert.Equal(0, decision.SnapshotVersion);
        Assert.Equal(0ul, decision.Hash);
        Assert.Equal(7, decision.Get(7));
    }

    [Fact]
    public void Provider_Layers_IsTheOneThatDefinesTheFlag()
    {
        var publishing = new Publishing();
        publishing.Publish(
            """{ "flags": { "below": { }, "both": { } } }""",
            """{ "flags": { "both": { "otherwise": { "serve": "on" } } } }""");

        Assert.Equal("layer0", publishing.Current.Decide("below", default).Provider);
        Assert.Equal("layer1", publishing.Current.Decide("both", default).Provider);
        Assert.Null(publishing.Current.Decide("neither", default).Provider);
        Assert.Null(default(Decision).Provider);
        Assert.Null(Decision.Of("below", true).Provider);
    }

    [Theory]
    [InlineData(true, "on")]
    [InlineData(false, "off")]
    public void Of_Boolean_IsEnabledAsItsValue(bool value, string variant)
    {
        Decision decision = Decision.Of("f", value);

        Assert.Equal("f", decision.Flag);
        Assert.Equal(variant, decision.Variant);
        Assert.Equal(value, decision.IsEnabled);
        Assert.Equal(value, decision.Get(!value));
        Assert.Equal(DecisionReason.Static, decision.Reason);
        Assert.Equal(DecisionError.None, decision.Error);
        Assert.Equal(0, decision.SnapshotVersion);
    }

    [Fact]
    public void Of_BooleanNamedOff_IsEnabledAsItsValue() => Assert.True(Decision.Of("f", true, "off").IsEnabled);

    [Fact]
    public void Of_OtherValue_IsEnabledUnlessNamedOff()
    {
        Assert.True(Decision.Of("f", "text").IsEnabled);
        Assert.True(Decision.Of("f", 1, "low").IsEnabled);
        Assert.False(Decision.Of("f", 1, "off").IsEnabled);
        Assert.Equal("value", Decision.Of("f", "text").Variant);
        Assert.Equal("low", Decision.Of("f", 1, "low").Variant);
    }

    [Fact]
    public void Of_Reason_IsKept() => Assert.Equal(DecisionReason.Split, Decision.Of("f", 1, reason: DecisionReason.Split).Reason);

    [Fact]
    public void Of_NoFlag_Throws() => Assert.Throws<ArgumentNullException>("flag", static () => Decision.Of<int>(null!, 1));

    [Fact]
    public void Get_ValueOfEachType_ReturnsIt()
    {
        Assert.Equal("text", Decision.Of("f", "text").Get("fallback"));
        Assert.Equal(5, Decision.Of("f", 5).Get(0));
        Assert.Equal(5L, Decision.Of("f", 5).Get(0L));
        Assert.Equal(5.0, Decision.Of("f", 5L).Get(0.0));
        Assert.Equal(5m, Decision.Of("f", 5L).Get(0m));
        Assert.Equal(0.5, Decision.Of("f", 0.5).Get(0.0));
        Assert.Equal(0.1m, Decision.Of("f", 0.1m).Get(0m));
        Assert.Equal(5, Decision.Of("f", 5m).Get(0));
        Assert.Equal(new Uri("https://example.org"), Decision.Of<Uri>("f", new("https://example.org")).Get<Uri>(null!));
        Assert.Equal("text", Decision.Of("f", "text").Get<object>(1));
    }

    [Fact]
    public void Get_OtherType_ReturnsTheFallback()
    {
        Assert.Equal(3, Decision.Of("f", "5").Get(3));
        Assert.Equal("x", Decision.Of("f", 5).Get("x"));
        Assert.True(Decision.Of("f", 5).Get(true));
        Assert.Equal(3, Decision.Of("f", 0.5).Get(3));
        Assert.Equal(3, Decision.Of("f", 5_000_000_000).Get(3));
        Assert.Equal(0.3f, Decision.Of("f", 0.5).Get(0.3f));
        Assert.Equal(0.3m, Decision.Of("f", 0.5).Get(0.3m));
        Assert.Equal(3, Decision.Of<string?>("f", null).Get(3));
    }

    [Fact]
    public void Get_ManyTimes_GivesTheSame()
    {
        Decision decision = A.Flag(""" "variants": { "v": { "a": 1 } }, "off": "v" """).Decide(A.Subject("u"));

        Assert.Equal(1, decision.Get(default(JsonElement)).GetProperty("a").GetInt32());
        Assert.Equal(1, decision.Get(default(JsonElement)).GetProperty("a").GetInt32());
    }

    [Fact]
    public void Bucket_Split_IsWhereTheRecipePlacesTheKey()
    {
        FeatureGate gate = A.Gate("""{ "flags": { "checkout.new-flow": { "otherwise": { "split": { "weights": { "on": 8, "off": 92 } } } } } }""");

        Decision decision = gate.Decide("checkout.new-flow", A.Subject("user-2"));

        Assert.Equal(0x1466fbc3b7f9114ful, decision.Hash);
        Assert.Equal(0.07969640281951153, decision.Bucket!.Value, 15);
        Assert.Equal("on", decision.Variant);
        Assert.Equal(DecisionReason.Split, decision.Reason);
    }

    [Fact]
    public void Bucket_GreatestHash_IsBelowOne()
    {
        var flag = new ModularRollout.Snapshots.CompiledDecision(null, null, DecisionReason.Split, hasBucket: true);

        Assert.Equal(1 - Math.ScaleB(1, -53), new Decision(flag, ulong.MaxValue, A.Gate("{}").Current).Bucket);
    }

    [Fact]
    public void SnapshotVersion_UnknownFlag_IsThatOfTheSnapshotAsked()
    {
        Decision decision = A.Gate("{}").Decide("nope", default);

        Assert.Equal("nope", decision.Flag);
        Assert.Equal(1, decision.SnapshotVersion);
        Assert.Equal(DecisionError.FlagNotFound, decision.Error);
    }
}
