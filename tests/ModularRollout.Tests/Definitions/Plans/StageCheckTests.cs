using System.Globalization;

namespace ModularRollout.Tests.Definitions.Plans;

/// <summary>What is told of stages that expose nobody new.</summary>
public sealed class StageCheckTests
{
    [Theory]
    [InlineData("""[{"name":"a","percent":5},{"name":"b","percent":0}]""", "error MR1027 .stages[1].percent: A stage of 0 percent exposes nobody; write a share above 0, or take the stage out.")]
    [InlineData("""[{"name":"a","percent":0}]""", "error MR1027 .stages[0].percent: A stage of 0 percent exposes nobody; write a share above 0, or take the stage out.")]
    [InlineData(
        """[{"name":"a","percent":0.5},{"name":"b","percent":0.25}]""",
        "error MR1027 .stages[1]: The share falls from 0.5 to 0.25 percent; percentages never decrease along the stages.")]
    [InlineData(
        """[{"name":"a","percent":99.5},{"name":"b","percent":100,"holdbackPercent":1}]""",
        "error MR1027 .stages[1]: The share falls from 99.5 to 99 percent, its holdback taken off; percentages never decrease along the stages.")]
    [InlineData(
        """[{"name":"a","percent":25},{"name":"b","percent":25}]""",
        "warning MR1108 .stages[1]: The stage exposes 25 percent, as the share before it does, so nobody new; raise it, or make one stage of the two.")]
    [InlineData(
        """[{"name":"a","percent":98},{"name":"b","percent":100,"holdbackPercent":2}]""",
        "warning MR1108 .stages[1]: The stage exposes 98 percent, its holdback taken off, as the share before it does, so nobody new; raise it, or make one stage of the two.")]
    [InlineData(
        """[{"name":"a","percent":5,"holdbackPercent":1},{"name":"b","percent":10}]""",
        "error MR1016 .stages[0].holdbackPercent: The holdback of 1 percent has no effect here: only the last stage holds subjects back; take it out.")]
    [InlineData(
        """[{"name":"a","percent":5,"holdbackPercent":5}]""",
        "error MR1027 .stages[0].holdbackPercent: The holdback of 5 percent leaves nothing of the share of 5 percent; hold less back.")]
    [InlineData("""[{"name":"a","percent":101},{"name":"b","percent":50}]""", "error MR1024 .stages[0].percent: 101 is out of range; write a percentage from 0 to 100.")]
    [InlineData("""[{"name":"a","percent":5,"holdbackPercent":0},{"name":"b","percent":10}]""")]
    public void Read_Stages_TellsWhatTheyDoNotExpose(string stages, params string[] expected) => Assert.Equal(expected, PlanText.Told($"\"stages\":{stages}"));

    [Theory]
    [InlineData(
        """[{"name":"a","audience":"s"},{"name":"b","audience":"t"},{"name":"c","audience":"s"}]""",
        "warning MR1108 .stages[2]: The stage reaches `s`, as `a` does, so nobody new; name another segment, or make one stage of the two.")]
    [InlineData(
        """[{"name":"a","audience":"s","holdbackPercent":1}]""",
        "error MR1016 .stages[0].holdbackPercent: The holdback of 1 percent has no effect here: a ring holds nobody back; take it out.")]
    [InlineData(
        """[{"name":"a","audience":""},{"name":"b","audience":""}]""",
        "error MR1004 .stages[0].audience: The value is an empty string; write some text.",
        "error MR1004 .stages[1].audience: The value is an empty string; write some text.")]
    [InlineData("""[{"name":"a","audience":""}]""", "error MR1004 .stages[0].audience: The value is an empty string; write some text.")]
    public void Read_Rings_TellsWhatTheyDoNotExpose(string stages, params string[] expected) => Assert.Equal(expected, PlanText.Told($"\"stages\":{stages},\"probes\":[\"smoke\"]"));

    [Theory]
    [InlineData("[]", "error MR1015 .stages[0].approval.from: The list is empty, so nothing can match; write at least one entry.")]
    [InlineData("""[""]""", "error MR1004 .stages[0].approval.from[0]: The value is an empty string; write some text.")]
    [InlineData("""["product"]""")]
    public void Read_Approval_NamesAGroup(string from, params string[] expected) =>
        Assert.Equal(expected, PlanText.Told($$$""" "stages":[{"name":"a","percent":50,"approval":{"from":{{{from}}},"count":5}}] """));

    [Theory]
    [InlineData(32)]
    [InlineData(33, "error MR1009 .stages[32]: The plan has more than 32 stages, which is the limit.")]
    [InlineData(34, "error MR1009 .stages[32]: The plan has more than 32 stages, which is the limit.")]
    public void Read_ManyStages_AreLimited(int count, params string[] expected) =>
        Assert.Equal(expected, PlanText.Told($"\"stages\":[{PlanText.Repeat(count, static i => $$$"""{"name":"s{{{i}}}","percent":{{{i + 1}}}}""")}]"));

    [Fact]
    public void Read_OtherCulture_WritesTheSameNumbers()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-CH") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.Contains("from 0.5 to 0.25 percent", Assert.Single(PlanText.Told("""  "stages":[{"name":"a","percent":0.5},{"name":"b","percent":0.25}] """)), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
