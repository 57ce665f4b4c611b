using System.Text;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Plans;

public sealed class PlanFindingsTests
{
    private static readonly long s_median = ProofPlan.MedianLabels(.5, 1.25, .05)!.Value;

    private const string Proof = """{"name":"orders","events":"errors","noMoreThan":{"timesBaseline":1},"prove":{"timesBaseline":1.25}}""";
    private const string Budget = """{"name":"budget","events":"errors","noMoreThan":{"rate":0.01}}""";

    [Fact]
    public void Of_FewSubjects_TellsHowManyEventsAProofTakes() => Assert.Equal(
        [
            $"warning MR1109 flags['a.b'].rollout.guards[0].prove: To prove `orders` no worse than 1.25 times the baseline takes a median of {s_median} subjects with an event at the 50 percent of `half`, "
                + "and by then the plan asks for 600 subjects in both arms; ask for more, widen the stage, prove a larger ratio, or expect to wait.",
        ],
        Of($$"""[{"name":"half","percent":50,"minSubjects":300}]""", Proof));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void Of_Subjects_AreThoseOfBothArms(int more, bool isFound) =>
        Assert.Equal(isFound ? 1 : 0, Of($$"""[{"name":"half","percent":50,"minSubjects":{{(s_median / 2) + more}}}]""", Proof).Length);

    [Fact]
    public void Of_BudgetOverTheSameEvents_ExpectsNoMoreThanItAllows() => Assert.Contains(
        $"{s_median} subjects with an event at the 50 percent of `half`, and by then the plan asks for 2000 subjects in both arms, of which at most 20 have one within the budget of 0.01;",
        Assert.Single(Of("""[{"name":"half","percent":50,"minSubjects":1000}]""", Proof + "," + Budget)),
        StringComparison.Ordinal);

    [Fact]
    public void Of_SeveralStages_TellsTheOneThatLacksMost()
    {
        const string Stages = """[{"name":"staff","audience":"s"},{"name":"few","percent":5,"minSubjects":50},{"name":"half","percent":50,"minSubjects":1},{"name":"full","percent":100}]""";

        Assert.Contains($"median of {ProofPlan.MedianLabels(.05, 1.25, .05)} subjects with an event at the 5 percent of `few`, and by then the plan asks for 1000 ", Assert.Single(Of(Stages, Proof + "," + Budget.Replace("errors", "slow", StringComparison.Ordinal).Replace("\"slow\"", "{\"slowerThan\":\"1s\"}", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RatioThatCannotBeProven_SaysSo() => Assert.Contains(
        "To prove `orders` no worse than 1 times the baseline takes more than any rollout collects at the 50 percent of `half`,",
        Assert.Single(Of("""[{"name":"half","percent":50,"minSubjects":1000000}]""", Proof.Replace("1.25", "1", StringComparison.Ordinal))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""[{"name":"full","percent":100}]""", Proof)]
    [InlineData("""[{"name":"half","percent":50}]""", """{"name":"g","events":"errors","noMoreThan":{"timesBaseline":1}}""")]
    [InlineData("""[{"name":"half","percent":50}]""", """{"name":"g","events":"errors","noMoreThan":{"rate":0.1},"prove":{}}""")]
    public void Of_NothingToCompare_FindsNothing(string stages, string guards) => Assert.Empty(Of(stages, guards));

    private static string[] Of(string stages, string guards)
    {
        RolloutPlan plan = RolloutPlan.Parse("a.b", Encoding.UTF8.GetBytes($$"""{"candidate":"on","baseline":"off","stages":{{stages}},"guards":[{{guards}}],"probes":["smoke"]}"""));
        return [.. PlanFindings.Of(plan).Select(static finding => finding.ToString())];
    }
}
