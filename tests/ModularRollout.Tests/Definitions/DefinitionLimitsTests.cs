using System.Text;
using ModularRollout.Definitions;

namespace ModularRollout.Tests.Definitions;

public sealed class DefinitionLimitsTests
{
    [Fact]
    public void Read_TooManyBytes_TellsTheLimit() => Assert.Equal(
        ["(1,1) Error MR1009 : The document has 3 bytes; the limit is 2."],
        With("{ }", new DefinitionLimits { DocumentBytes = 2 }));

    [Fact]
    public void Read_TooDeep_TellsTheLimit() => Assert.Equal(
        ["(1,16) Error MR1009 flags.a: The document is nested more than 2 deep, which is the limit."],
        With("""{"flags":{ "a":{}}}""", new DefinitionLimits { Depth = 2 }));

    [Fact]
    public void Read_AsDeepAsAllowed_IsFine() => Assert.Empty(With("""{"x-a":{}}""", new DefinitionLimits { Depth = 2 }));

    [Fact]
    public void Read_TooManyFlags_EndsThere() => Assert.Equal(
        ["(1,44) Error MR1009 flags.b: The document has more than 1 flags, which is the limit."],
        With("""{"flags":{"a":{"owner":"o","enabled":true},"b":{"oops":1}}}""", new DefinitionLimits { Flags = 1 }));

    [Fact]
    public void Read_TooManyRules_TellsOnce() => Assert.Equal(
        ["(1,82) Error MR1009 flags.a.rules[1]: The flag has more than 1 rules, which is the limit."],
        With("""{"flags":{"a":{"owner":"o","rules":[{"when":{"segment":"s"},"serve":"on"},       {"x":1},{"y":1}]}}}""", new DefinitionLimits { RulesPerFlag = 1 }));

    [Theory]
    [InlineData("\"attribute\":\"a\",\"in\":[\"x\",\"y\",\"z\"]", "(1,49)", "in")]
    [InlineData("\"attribute\":\"a\",\"cidr\":[\"::/1\",\"::/2\",\"::/3\"]", "(1,57)", "cidr")]
    [InlineData("\"all\":[{\"segment\":\"x\"},{\"segment\":\"x\"},3]", "(1,58)", "all")]
    public void Read_TooManyEntries_TellsOnce(string condition, string place, string test) => Assert.Equal(
        [$"{place} Error MR1009 segments.s.{test}[2]: The list has more than 2 entries, which is the limit."],
        With("{\"segments\":{\"s\":{" + condition + "}}}", new DefinitionLimits { ListEntries = 2 }));

    [Fact]
    public void Read_TooManyTexts_TellsOnceAndReadsOn() => Assert.Equal(
        ["(1,46) Error MR1009 flags.a.tags[2]: The list has more than 2 entries, which is the limit.", "(1,57) Error MR1002 flags.a.oops: `oops` is not a property of a flag."],
        With("""{"flags":{"a":{"owner":"o","tags":["x", "y", "z", "z"], "oops": 1}}}""", new DefinitionLimits { ListEntries = 2 }));

    [Fact]
    public void Read_LongPattern_TellsTheLimit() => Assert.Equal(
        ["(1,45) Error MR1019 segments.s.matches: The pattern \"abc\" has 3 characters; at most 2 are allowed."],
        With("""{"segments":{"s":{"attribute":"a","matches":"abc"}}}""", new DefinitionLimits { RegexLength = 2 }));

    [Fact]
    public void Read_TooManyPatterns_CountsEqualOnesOnce() => Assert.Equal(
        ["MR1019 segments.c.matches"],
        With(
            """{"segments":{"a":{"attribute":"a","matches":"x"},"b":{"attribute":"a","matches":"x"},"c":{"attribute":"a","matches":"x","ignoreCase":true}}}""",
            new DefinitionLimits { Patterns = 1 }).Select(static told => told.Split(' ')[2] + " " + told.Split(' ')[3].TrimEnd(':')));

    [Fact]
    public void Read_ThousandErrors_EndsWithOneThatSaysSo()
    {
        string document = "{" + string.Concat(Enumerable.Repeat("\"oops\":1,", 3000)) + "\"flags\":{}}";

        Reading reading = Reading.Of(document);

        Assert.Equal(1001, reading.Document.Diagnostics.Count);
        Assert.Equal("MR1010", reading.Document.Diagnostics[^1].Code);
        Assert.Equal("The document has 1000 errors; what follows was not read.", reading.Document.Diagnostics[^1].Message);
    }

    [Fact]
    public void Read_ManyWarnings_CountsTheRest()
    {
        var document = new StringBuilder("{\"flags\":{");
        for (int i = 0; i < 1500; i++)
        {
            document.Append(i == 0 ? "" : ",").Append('"').Append('f').Append(i).Append("\":{}");
        }

        Reading reading = Reading.Of(document.Append("}}").ToString());

        Assert.False(reading.Document.HasErrors);
        Assert.Equal(1001, reading.Document.Diagnostics.Count);
        Assert.EndsWith("MR1107 : 500 more warnings are not listed.", reading.Told[^1], StringComparison.Ordinal);
        Assert.Equal(1500, reading.Sink.Hashes.Count);
    }

    private static string[] With(string document, DefinitionLimits limits) =>
        Reading.Of(document, new DefinitionReadOptions { Today = Reading.Today, Limits = limits }).Told;
}
