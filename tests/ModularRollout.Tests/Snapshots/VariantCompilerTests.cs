namespace ModularRollout.Tests.Snapshots;

/// <summary>Boolean flags share their variants, but only with flags that have the same ones.</summary>
public sealed class VariantCompilerTests
{
    [Theory]
    [InlineData("""{ "on": true, "off": false, "also": true }""", "also")]
    [InlineData("""{ "off": false }""", "off")]
    [InlineData("""{ "off": true, "on": false }""", "on")]
    [InlineData("""{ "on": "", "off": "" }""", "on")]
    [InlineData("""{ "yes": true, "off": false }""", "yes")]
    public void Compile_AfterAPlainBooleanFlag_KeepsItsOwnVariants(string variants, string served)
    {
        using FeatureGate gate = A.Gate($$"""
            { "flags": { "plain": { "variants": { "on": true, "off": false } }, "f": { "variants": {{variants}}, "off": "off", "otherwise": { "serve": "{{served}}" } } } }
            """);

        Assert.Equal(served, gate.Decide(default).Variant);
    }

    [Fact]
    public void Compile_TheOtherWayRound_ServesItsOwnValue()
    {
        using FeatureGate gate = A.Gate("""
            { "flags": { "plain": { "variants": { "on": true, "off": false }, "otherwise": { "serve": "on" } },
                         "f": { "variants": { "on": false, "off": true }, "off": "off", "otherwise": { "serve": "on" } } } }
            """);

        Assert.Equal((true, false), (gate.IsEnabled("plain", default), gate.IsEnabled("f", default)));
    }

    [Fact]
    public void Compile_BooleanFlagAfterOneOfTextsWithTheSameNames_KeepsItsType()
    {
        using FeatureGate gate = A.Gate("""
            { "flags": { "texts": { "variants": { "on": "x", "off": "y" }, "off": "off", "otherwise": { "serve": "on" } },
                         "f": { "variants": { "on": false, "off": false }, "off": "off", "otherwise": { "serve": "on" } } } }
            """);

        Assert.Equal(["texts: x", "f: False"], [$"texts: {gate.Get(new FlagKey<string>("texts", ""), default)}", $"f: {gate.Get(new FlagKey<bool>("f", true), default)}"]);
    }

    [Theory]
    [InlineData("""{ "off": true, "no": false }""", "off")]
    [InlineData("""{ "yes": true, "no": false }""", "no")]
    [InlineData("""{ "no": false, "off": true }""", "off")]
    public void Off_OfABooleanFlagThatDoesNotNameIt_IsTheVariantOffOrElseTheFalseOne(string variants, string off)
    {
        using FeatureGate gate = A.Flag($"\"variants\": {variants}");

        Assert.Equal(off, gate.Decide(default).Variant);
    }
}
