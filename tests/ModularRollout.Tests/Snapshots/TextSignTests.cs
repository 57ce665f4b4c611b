namespace ModularRollout.Tests.Snapshots;

public sealed class TextSignTests
{
    [Theory]
    [InlineData("abcde", true)]
    [InlineData("aXcYe", false)]
    [InlineData("ABCDE", false)]
    [InlineData("", false)]
    public void In_TextsOfOneSign_AreComparedWhole(string text, bool expected)
    {
        using FeatureGate gate = A.When("""{ "attribute": "word", "in": ["abcde", "x"] }""");

        Assert.Equal(expected, gate.Decide(A.Subject("k", "word", text)).IsEnabled);
    }

    [Theory]
    [InlineData("ABCDE", true)]
    [InlineData("AXCYE", false)]
    [InlineData("abcd", false)]
    public void In_IgnoringCase_ComparesLengthsAndThenTexts(string text, bool expected)
    {
        using FeatureGate gate = A.When("""{ "attribute": "word", "in": ["abcde"], "ignoreCase": true }""");

        Assert.Equal(expected, gate.Decide(A.Subject("k", "word", text)).IsEnabled);
    }

    [Fact]
    public void In_LongTextsWithOneEnd_AreToldApart()
    {
        string text = new('a', 70_000);
        using FeatureGate gate = A.When($$"""{ "attribute": "word", "in": ["{{text}}"] }""");

        Assert.True(gate.Decide(A.Subject("k", "word", text)).IsEnabled);
        Assert.False(gate.Decide(A.Subject("k", "word", text[1..])).IsEnabled);
        Assert.False(gate.Decide(A.Subject("k", "word", $"{text[1..35_000]}b{text[35_000..]}")).IsEnabled);
    }

    [Theory]
    [InlineData("abcde", true)]
    [InlineData("aXcYe", false)]
    public void In_TheTargetingKey_IsCompared(string key, bool expected)
    {
        using FeatureGate gate = A.When("""{ "attribute": "targetingKey", "in": ["abcde"] }""");

        Assert.Equal(expected, gate.Decide(A.Subject(key)).IsEnabled);
    }

    [Fact]
    public void In_ANumberWithTheBitsOfASign_IsNoText()
    {
        using FeatureGate gate = A.When("""{ "attribute": "word", "in": ["a"] }""");
        long sign = (long)ModularRollout.Snapshots.TextSign.Of("a");

        Assert.False(gate.Decide(EvaluationContext.For("k").With("word", sign).Build()).IsEnabled);
    }
}
