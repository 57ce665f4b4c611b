namespace ModularRollout.Tests;

public sealed class FeatureGateFromJsonTests
{
    [Fact]
    public void FromJson_ErrorsInTheDocument_ListsEveryOne()
    {
        DefinitionException exception = Assert.Throws<DefinitionException>(static () => A.Gate("""{ "flags": { "a": { "off": "nope", "enabled": 1 } } }"""));

        Assert.Equal(2, exception.Diagnostics.Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.StartsWith("The flag definitions were refused:\njson(1,", exception.Message, StringComparison.Ordinal);
        Assert.All(exception.Diagnostics, diagnostic => Assert.Contains(diagnostic.ToString(), exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void FromJson_ErrorsAcrossFlags_ListsThem()
    {
        DefinitionException exception = Assert.Throws<DefinitionException>(static () =>
            A.Gate("""{ "flags": { "a": { "requires": [ { "flag": "b", "is": ["on"] } ] } } }"""));

        Assert.Contains(exception.Diagnostics, static diagnostic => diagnostic.Code == "MR1503" && diagnostic.Path == "flags.a.requires[0]");
    }

    [Fact]
    public void FromJson_ByteOrderMark_IsSkipped() => Assert.True(
        FeatureGate.FromJson([.. "\uFEFF"u8, .. """{ "flags": { "a": { "otherwise": { "serve": "on" } } } }"""u8]).IsEnabled("a", default));

    [Fact]
    public void FromJson_CallersBufferChangesLater_IsACopy()
    {
        byte[] document = """{ "flags": { "a": { "owner": "x" } } }"""u8.ToArray();
        FeatureGate gate = FeatureGate.FromJson(document);

        Array.Clear(document);

        Assert.Equal("x", gate.Current.Flags[0].Owner);
    }

    [Fact]
    public void IsEnabled_FlagWithoutVariant_IsTheFallback()
    {
        FeatureGate gate = A.Gate("""{ "flags": { "text": { "variants": { "v": "x" }, "off": "v" } } }""");

        Assert.True(gate.IsEnabled(new FlagKey<bool>("nope", true), default));
        Assert.False(gate.IsEnabled(new FlagKey<bool>("nope", false), default));
        Assert.True(gate.IsEnabled(new FlagKey<bool>("text", true), default));
        Assert.False(gate.IsEnabled("nope", default));
        Assert.False(gate.IsEnabled("text", default));
        Assert.False(gate.IsEnabled((FlagKey<bool>)null!, default));
    }

    [Fact]
    public void Extensions_NoGateOrKey_Throw()
    {
        FeatureGate gate = A.Gate("{}");

        Assert.Throws<ArgumentNullException>("gate", static () => ((IFeatureGate)null!).IsEnabled("f", default));
        Assert.Throws<ArgumentNullException>("gate", static () => ((IFeatureGate)null!).IsEnabled(new FlagKey<bool>("f", true), default));
        Assert.Throws<ArgumentNullException>("gate", static () => ((IFeatureGate)null!).Get(new FlagKey<int>("f", 1), default));
        Assert.Throws<ArgumentNullException>("flag", () => gate.Get((FlagKey<int>)null!, default));
    }
}
