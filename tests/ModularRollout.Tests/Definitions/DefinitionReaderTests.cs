using System.Text;
using ModularRollout.Definitions;
using ModularRollout.Fuzz;

namespace ModularRollout.Tests.Definitions;

public sealed class DefinitionReaderTests
{
    [Fact]
    public void Read_KitchenSink_TellsNothing()
    {
        Reading reading = Reading.Of(DefinitionCorpus.KitchenSink);

        Assert.Empty(reading.Told);
        Assert.Equal(5, reading.Sink.Hashes.Count);
    }

    [Fact]
    public void Read_ByteOrderMark_IsNotPartOfTheDocument()
    {
        Reading reading = Reading.Of([.. Encoding.UTF8.Preamble, .. "{\"oops\":1}"u8]);

        Assert.Equal(["(1,2) Error MR1002 oops: `oops` is not a property of a document."], reading.Told);
    }

    [Theory]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16BE", "UTF-16")]
    [InlineData("utf-32", "UTF-32")]
    [InlineData("utf-32BE", "UTF-32")]
    public void Read_OtherEncoding_SaysWhich(string name, string told)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string[] expected = [$"(1,1) Error MR1001 : The document is {told}; save it as UTF-8."];

        Assert.Equal(expected, Reading.Of([.. encoding.GetPreamble(), .. encoding.GetBytes("{ }")]).Told);
        Assert.Equal(expected, Reading.Of(encoding.GetBytes("{ }")).Told);
    }

    [Fact]
    public void Read_InvalidUtf8_TellsTheByte() => Assert.Equal(
        ["(2,3) Error MR1001 : The byte 0xff is not UTF-8 here; save the document as UTF-8."],
        Reading.Of([(byte)'{', (byte)'\n', (byte)'"', (byte)'a', 0xFF]).Told);

    [Fact]
    public void Read_Strict_MissingGovernanceIsAnError() => Assert.Equal(
        [
            "(1,11) Error MR1103 flags.f: The flag has no owner; name the team that answers for it in `owner`.",
            "(1,11) Error MR1103 flags.f: The flag has no end; give it a date in `expires`, or say `\"permanent\": true`.",
            "(1,11) Error MR1103 flags.f: The flag has no removal plan; say in `removalPlan` what is deleted, and when.",
        ],
        Reading.Of("""{"flags":{"f":{}}}""", new DefinitionReadOptions { Strict = true }).Told);

    [Theory]
    [InlineData("""{"flags":{"f":{"owner":"o","permanent":true}}}""")]
    [InlineData("""{"flags":{"f":{"owner":"o","expires":"2026-11-22","removalPlan":"r"}}}""")]
    public void Read_StrictAndGoverned_TellsNothing(string document) =>
        Assert.Empty(Reading.Of(document, new DefinitionReadOptions { Strict = true, Today = Reading.Today }).Told);

    [Fact]
    public void Read_StrictAndExpired_IsOnlyAWarning()
    {
        var options = new DefinitionReadOptions { Strict = true, Today = Reading.Today };

        Reading reading = Reading.Of("""{"flags":{"f":{"owner":"o","expires":"2026-11-21","removalPlan":"r"}}}""", options);

        Assert.False(reading.Document.HasErrors);
        Assert.Equal("MR1101", Assert.Single(reading.Document.Diagnostics).Code);
    }

    [Fact]
    public void Read_OneFlagWrong_HandsOnTheOthers()
    {
        Reading reading = Reading.Of("""{"flags":{"a":{"owner":1},"b":{"owner":"o"}},"segments":{"s":{"all":3},"t":{"all":[]}}}""");

        Assert.True(reading.Document.HasErrors);
        Assert.Equal(2, reading.Sink.Hashes.Count);
    }

    [Fact]
    public void Read_Flag_FillsTheParsedForm()
    {
        var sink = new FlagSink();
        DefinitionReader.Read(Encoding.UTF8.GetBytes(DefinitionCorpus.KitchenSink), new DefinitionReadOptions { Today = Reading.Today }, sink);

        Assert.Equal(
            [
                "checkout.new-flow on,off off=1 enabled=True otherwise=1 requires payments.v3[on] targets user-7=0,user-9=1 "
                    + "rule staff first=0 rule rules[1]=-1 by  salt checkout-at weights 0:33.3,1:66.7 "
                    + "rollout 0/1 staff@staff canary=1 half=50 full=100-1",
                "payments.v3 on,off off=1 enabled=True otherwise=1 requires  targets u=0  ",
            ],
            sink.Flags);
    }

    [Theory]
    [InlineData("1", ParsedValueKind.Integer, 1L)]
    [InlineData("1.0", ParsedValueKind.Integer, 1L)]
    [InlineData("1e3", ParsedValueKind.Integer, 1000L)]
    [InlineData("9223372036854775807", ParsedValueKind.Integer, long.MaxValue)]
    [InlineData("9223372036854775807.0", ParsedValueKind.Integer, long.MaxValue)]
    [InlineData("-9223372036854775808.0", ParsedValueKind.Integer, long.MinValue)]
    [InlineData("0.5", ParsedValueKind.Double, 0x3FE0000000000000)]
    [InlineData("9223372036854775808", ParsedValueKind.Double, 0x43E0000000000000)]
    [InlineData("true", ParsedValueKind.Boolean, 1L)]
    [InlineData("false", ParsedValueKind.Boolean, 0L)]
    internal void Read_ValueOfList_KeepsItExactly(string value, ParsedValueKind kind, long bits)
    {
        var sink = new FlagSink();
        DefinitionReader.Read(Encoding.UTF8.GetBytes("{\"segments\":{\"s\":{\"attribute\":\"a\",\"in\":[" + value + "]}}}"), new DefinitionReadOptions(), sink);

        ParsedValue parsed = Assert.Single(sink.Values);
        Assert.Equal(kind, parsed.Kind);
        Assert.Equal(bits, parsed.Bits);
    }

    [Fact]
    public void Read_ConditionsOfSegment_AreInPreOrder()
    {
        var sink = new FlagSink();
        DefinitionReader.Read(
            """{"segments":{"s":{"any":[{"not":{"segment":"t"}},{"attribute":"a","exists":true}]}}}"""u8.ToArray(), new DefinitionReadOptions(), sink);

        Assert.Equal(["Any 4", "Not 3", "Segment 3 t", "Exists 4 a"], sink.Nodes);
    }

    [Fact]
    public void Diagnose_PositionOfFlag_FindsLineAndPath()
    {
        DefinitionDocument document = Reading.Of("{\n\"flags\":{\"a\":{\"owner\":\"o\",\n \"enabled\":true}}}").Document;
        int position = Encoding.UTF8.GetString(document.Bytes.Span).IndexOf("true", StringComparison.Ordinal);

        DefinitionDiagnostic diagnostic = document.Diagnose("MR1032", DiagnosticSeverity.Error, position, "Text.");

        Assert.Equal("flags.a.enabled", diagnostic.Path);
        Assert.Equal((3, 12), (diagnostic.Line, diagnostic.Column));
    }

    private sealed class FlagSink : IDefinitionSink
    {
        public List<string> Flags { get; } = [];

        public List<string> Nodes { get; } = [];

        public List<ParsedValue> Values { get; } = [];

        public void Accept(ParsedSegment segment)
        {
            Values.AddRange(segment.Conditions.Values);
            Nodes.AddRange(segment.Conditions.Nodes.Select(n => $"{n.Kind} {n.End} {n.Name}".TrimEnd()));
        }

        public void Accept(ParsedFlag flag)
        {
            string variants = string.Join(',', flag.Variants.Select(v => v.Name));
            string requires = string.Join(',', flag.Requires.Select(r => $"{r.Flag}[{string.Join(',', flag.RequiredVariants.Skip(r.FirstVariant).Take(r.VariantCount))}]"));
            string targets = string.Join(',', flag.Targets.Select(t => $"{t.TargetingKey}={t.Variant}"));
            string rules = string.Join(' ', flag.Rules.Select(r => $"rule {r.Name}={r.Serve.Variant}" + (r.Serve.Variant < 0 ? Split(flag, r.Serve) : "")));
            string rollout = flag.Rollout is not { } plan ? "" : $"rollout {plan.Candidate}/{plan.Baseline} " + string.Join(' ', plan.Stages.Select(Stage));
            Flags.Add($"{flag.Name} {variants} off={flag.Off} enabled={flag.Enabled} otherwise={flag.Otherwise.Variant} requires {requires} targets {targets} {rules} {rollout}");
        }

        private static string Split(ParsedFlag flag, ParsedServe serve) => FormattableString.Invariant(
            $" by {serve.By} salt {serve.Salt} weights {string.Join(',', flag.Weights.Skip(serve.FirstWeight).Take(serve.WeightCount).Select(w => FormattableString.Invariant($"{w.Variant}:{w.Weight}")))}");

        private static string Stage(ParsedStage stage) =>
            stage.Audience is not null ? $"{stage.Name}@{stage.Audience}" : $"{stage.Name}={stage.Percent}" + (stage.HoldbackPercent > 0 ? $"-{stage.HoldbackPercent}" : "");
    }
}
