namespace ModularRollout.Tests.Definitions.Plans;

/// <summary>What is told of guards that cannot judge, or contradict themselves.</summary>
public sealed class GuardCheckTests
{
    [Theory]
    [InlineData(
        """{"name":"g","events":"slow","noMoreThan":{"rate":0.1}}""",
        "error MR1016 .guards[0].noMoreThan: `slow` means slower than the baseline, so a rate of it says nothing; write `timesBaseline`, or count events that are `slowerThan` a duration.")]
    [InlineData(
        """{"name":"g","events":"errors","noMoreThan":{"timesBaseline":1},"per":"outcome"}""",
        "error MR1016 .guards[0].per: A comparison with the baseline always counts subjects, so `per` has no effect; take it out, or write a `rate`.")]
    [InlineData(
        """{"name":"g","events":"errors","noMoreThan":{"timesBaseline":1},"dryRun":true,"onBreach":"hold"}""",
        "error MR1016 .guards[0].onBreach: A dry run only reports, so `onBreach` has no effect; take one of `onBreach` and `dryRun` out.")]
    [InlineData(
        """{"name":"g","events":"errors","noMoreThan":{"timesBaseline":1},"prove":{"rate":0.1}}""",
        "error MR1016 .guards[0].prove: The guard has a limit by `timesBaseline`, so `rate` cannot be proven with its events; prove a `timesBaseline`.")]
    [InlineData(
        """{"name":"g","prove":{"timesBaseline":2},"events":"errors","noMoreThan":{"rate":0.1}}""",
        "error MR1016 .guards[0].prove: The guard has a limit by `rate`, so `timesBaseline` cannot be proven with its events; prove a `rate`.")]
    [InlineData("""{"name":"g","events":"errors","noMoreThan":{"rate":0.1},"per":"outcome","prove":{},"dryRun":false,"onBreach":"hold"}""")]
    [InlineData("""{"name":"g","events":"slow","noMoreThan":{"timesBaseline":1},"prove":{"x-why":1},"dryRun":true}""")]
    public void Read_Guard_TellsWhatContradicts(string guard, params string[] expected) => Assert.Equal(expected, PlanText.Told($"{PlanText.OneStage},\"guards\":[{guard}]"));

    [Theory]
    [InlineData("", false)]
    [InlineData(PlanText.Comparison, false)]
    [InlineData("""{"name":"p","events":"slow","noMoreThan":{"timesBaseline":1},"prove":{"timesBaseline":1.25}}""", false)]
    [InlineData("""{"name":"d","events":"errors","noMoreThan":{"rate":0.01},"dryRun":true}""", false)]
    [InlineData(PlanText.Budget, true)]
    public void Read_Ring_NeedsABudgetOrAProbe(string guard, bool isJudged)
    {
        string plan = $$$""" "stages":[{"name":"staff","audience":"s"},{"name":"half","percent":50}],"guards":[{{{guard}}}] """;

        Assert.Equal(
            isJudged ? [] : ["error MR1027 .stages[0]: Nothing judges the ring `staff`: it is not random, so it cannot be compared with the baseline; write a guard with a `rate`, or a probe."],
            PlanText.Told(plan));
        Assert.Empty(PlanText.Told(plan + ""","probes":["smoke"]"""));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33, "error MR1009 .guards[32]: The plan has more than 32 guards, which is the limit.")]
    public void Read_ManyGuards_AreLimited(int count, params string[] expected) =>
        Assert.Equal(expected, PlanText.Told($"{PlanText.OneStage},\"guards\":[{PlanText.Repeat(count, static i => $$$"""{"name":"g{{{i}}}","events":"errors","noMoreThan":{"rate":0.1}}""")}]"));

    [Theory]
    [InlineData(16)]
    [InlineData(17, "error MR1009 .guards[17].events: The plan counts more than 16 custom events, which is the limit; take guards out, or record one event for several.")]
    [InlineData(18, "error MR1009 .guards[17].events: The plan counts more than 16 custom events, which is the limit; take guards out, or record one event for several.")]
    public void Read_ManyCustomEvents_AreLimited(int count, params string[] expected)
    {
        string guards = PlanText.Repeat(count, static i => $$$"""{"name":"g{{{i}}}","events":{"custom":"e{{{i}}}"},"noMoreThan":{"rate":0.1}}""");

        Assert.Equal(expected, PlanText.Told($$$"""{{{PlanText.OneStage}}},"guards":[{"name":"again","events":{"custom":"e0"},"noMoreThan":{"rate":0.1}},{{{guards}}}]"""));
    }

    [Theory]
    [InlineData("activity", "", "warning MR1108 .measure: All guards count custom events, which activities do not have: they come from `Record` alone; write `switch`, or a guard over `errors`, `slow` or `slowerThan`.")]
    [InlineData("activity", "," + PlanText.Budget)]
    [InlineData("switch", "")]
    public void Read_ActivityWithoutItsEvents_IsDoubtful(string measure, string more, params string[] expected) =>
        Assert.Equal(expected, PlanText.Told($$$"""{{{PlanText.OneStage}}},"measure":"{{{measure}}}","guards":[{"name":"g","events":{"custom":"e"},"noMoreThan":{"rate":0.1}}{{{more}}}]"""));

    [Fact]
    public void Read_ActivityWithoutGuards_IsToldNothingOfTheirEvents() =>
        Assert.Equal(PlanText.Told(PlanText.OneStage), PlanText.Told(PlanText.OneStage + ",\"measure\":\"activity\""));

    [Theory]
    [InlineData("instance", 0, PlanText.Comparison, "warning MR1108 .by: `instance` has few values: under 200 subjects in all, guards with `timesBaseline` stay inconclusive; judge with guards with a `rate`, and with probes.")]
    [InlineData("tenant", 199, PlanText.Comparison, "warning MR1108 .stages[1].minSubjects: No stage asks for more than 199 subjects: under 200 in all, guards with `timesBaseline` stay inconclusive; ask for more, or judge with guards with a `rate`.")]
    [InlineData("tenant", 200, PlanText.Comparison)]
    [InlineData("tenant", 0, PlanText.Comparison)]
    [InlineData("instance", 199, PlanText.Budget)]
    public void Read_FewSubjects_AreDoubtfulToCompare(string by, int minSubjects, string guard, params string[] expected) => Assert.Equal(expected, PlanText.Told(
        $$$""" "by":"{{{by}}}","stages":[{"name":"a","percent":5,"minSubjects":{{{minSubjects / 2}}}},{"name":"b","percent":50,"minSubjects":{{{minSubjects}}}}],"guards":[{{{guard}}}] """));

    [Theory]
    [InlineData("""{"name":"a","percent":100}""", false)]
    [InlineData("""{"name":"a","audience":"s"},{"name":"b","percent":100}""", false)]
    [InlineData("""{"name":"a","percent":100,"holdbackPercent":1}""", true)]
    [InlineData("""{"name":"a","percent":99.9},{"name":"b","percent":100}""", true)]
    public void Read_NoStageWithBothArms_IsDoubtfulToCompare(string stages, bool isCompared) => Assert.Equal(
        isCompared ? [] : ["warning MR1108 .guards[1].noMoreThan: No stage leaves a random part of the subjects on the baseline, so nothing is ever compared with it; add a stage with a share below 100 percent, or write a `rate`."],
        PlanText.Told($$$""" "stages":[{{{stages}}}],"guards":[{{{PlanText.Budget}}},{{{PlanText.Comparison}}},{"name":"e","events":"slow","noMoreThan":{"timesBaseline":1}}] """));

    [Fact]
    public void Read_NothingButAComparisonAndNoStageWithBothArms_IsDoubtful() => Assert.Equal(
        ["warning MR1108 .guards[0].noMoreThan"],
        PlanText.Told($$$""" "stages":[{"name":"a","percent":100}],"guards":[{{{PlanText.Comparison}}}] """).Select(static told => told[..told.IndexOf(':')]));

    [Fact]
    public void Read_WrongGuard_LeavesTheOthersRead() => Assert.Equal(
        ["error MR1004 .guards[0]: The value is 1; write an object.", "error MR1003 .guards[2]: Two guards are called `b`; give each a name of its own."],
        PlanText.Told($"{PlanText.OneStage},\"guards\":[1,{PlanText.Budget},{PlanText.Budget}]"));

    [Fact]
    public void Read_LastGuardAllowed_IsRead()
    {
        string guards = PlanText.Repeat(31, static i => $$$"""{"name":"g{{{i}}}","events":"errors","noMoreThan":{"rate":0.1}}""");

        Assert.Equal(["error MR1004 .guards[31]: The value is 2; write an object."], PlanText.Told($"{PlanText.OneStage},\"guards\":[{guards},2]"));
    }

    [Fact]
    public void Read_FewSubjectsInSeveralStages_ShowsTheFirstThatAsksForMost() => Assert.StartsWith(
        "warning MR1108 .stages[1].minSubjects: No stage asks for more than 20 subjects:",
        Assert.Single(PlanText.Told($$$""" "stages":[{"name":"a","percent":1,"minSubjects":10},{"name":"b","percent":2,"minSubjects":20},{"name":"c","percent":3,"minSubjects":20}],"guards":[{{{PlanText.Comparison}}}] """)),
        StringComparison.Ordinal);
}
