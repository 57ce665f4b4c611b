using System.Text;
using ModularRollout.Definitions;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Control.Further;

public sealed class NextPlanTests
{
    private const string Values = """ "v1": "red", "v2": { "a": 1, "b": [2.0] }, "v3": "blue" """;

    [Theory]
    [InlineData("v2", "v3")]
    [InlineData("v2", "v1")]
    [InlineData("v2", "v4")]
    public void AfterCompletion_GoesOnFromTheCandidate_MayBegin(string baseline, string candidate)
    {
        NextPlan next = Next(baseline, candidate, Values + """, "v4": 4 """);

        Assert.Null(next.Refusal);
        Assert.Same(next.Plan, next.ToStart);
        Assert.Equal($"The plan in force goes on from `{baseline}` to `{candidate}`; an operator starts it with Restart.", next.Sentence);
        Assert.Equal($"Everybody keeps `v2`, the holdback of 7.5 % gets it now, and `{candidate}` starts at stage `tenth`.", next.Effect);
    }

    [Theory]
    [InlineData("v1", "v3")]
    [InlineData("v3", "v2")]
    public void AfterCompletion_BeginsElsewhere_IsRefusedWithWhatWouldBeRight(string baseline, string candidate)
    {
        NextPlan next = Next(baseline, candidate, Values);

        Assert.Null(next.ToStart);
        Assert.Equal($"The plan in force moves from `{baseline}` to `{candidate}`, and everybody has `v2`, which completed: let its baseline be `v2`, and its candidate another variant.", next.Refusal);
        Assert.Equal(next.Refusal, next.Sentence);
    }

    [Theory]
    [InlineData("""{ "b": [2], "a": 1.0 }""", true)]
    [InlineData("""{ "a": 1, "b": [2, 2] }""", false)]
    [InlineData("""{ "a": 1, "B": [2] }""", false)]
    public void AfterCompletion_ValueOfTheBaseline_HasToBeWhatCompleted(string value, bool isSame)
    {
        NextPlan next = Next("v2", "v3", $$""" "v1": "red", "v2": {{value}}, "v3": "blue" """);

        Assert.Equal(isSame, next.Refusal is null);
        Assert.True(
            isSame || next.Refusal == $$"""The plan in force goes on from `v2`, whose value is {{value.Replace(" ", "", StringComparison.Ordinal)}}, and everybody has {"a":1,"b":[2.0]}, which completed: give `v2` its value back, and the new value a name of its own.""",
            next.Refusal);
    }

    [Theory]
    [InlineData("", "blue", true)]
    [InlineData("", "navy", true)]
    [InlineData("\"probes\": [\"smoke\"],", "blue", true)]
    [InlineData("\"probes\": [\"smoke\"],", "navy", false)]
    public void AfterCompletion_ProbesWouldTryAnotherValue_IsRefused(string probes, string value, bool mayBegin)
    {
        NextPlan next = Next("v2", "v3", $$""" "v1": "red", "v2": { "a": 1, "b": [2.0] }, "v3": "{{value}}" """, probes);

        Assert.Equal(
            mayBegin ? null : "Probes would try `v3` with its value of before, \"blue\", and the plan in force would roll out \"navy\": give the new value a name of its own.",
            next.Refusal);
    }

    [Fact]
    public void AfterCompletion_BooleanFlag_HasItsVariantsWithoutNamingThem()
    {
        RolloutPlan completed = Plan("off", "on");
        RolloutPlan back = Plan("on", "off");

        Assert.Null(NextPlan.AfterCompletion(completed, Definition(completed, null).Json, back, Definition(back, """ "off": false, "on": true """)).Refusal);
        Assert.NotNull(NextPlan.AfterCompletion(completed, Definition(completed, null).Json, back, Definition(back, """ "off": false, "on": 1 """)).Refusal);
    }

    [Fact]
    public void With_NewVariants_AddsThemAndChangesNothingElse()
    {
        string locked = """{"owner":"shop","variants":{"v1":"red","v2":"green"},"off":"v1","otherwise":{"serve":"v1"},"rollout":{"candidate":"v2"}}""";
        var inForce = new FlagDefinition("banner", null, Encoding.UTF8.GetBytes("""{ "variants": { "v3": "blue", "v1": "RED", "v2": "green", "v4": { "é": [1.50] } }, "off": "v3" }"""));

        Assert.Equal(
            """{"variants":{"v1":"red","v2":"green","v3":"blue","v4":{"é":[1.50]}},"owner":"shop","off":"v1","otherwise":{"serve":"v1"},"rollout":{"candidate":"v2"}}""",
            CompletedLock.With(locked, inForce));
    }

    [Fact]
    public void With_ValuesAsDeepAsDefinitionsMayBe_AreTaken()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));
        var inForce = new FlagDefinition("banner", null, Encoding.UTF8.GetBytes($$"""{ "variants": { "v2": {{deep}}, "v3": {{deep}} } }"""));

        Assert.Equal("{\"variants\":{\"v2\":" + deep + ",\"v3\":" + deep + "}}", CompletedLock.With("{\"variants\":{\"v2\":" + deep + "}}", inForce));
    }

    private static NextPlan Next(string baseline, string candidate, string values, string more = "")
    {
        RolloutPlan completed = Plan("v1", "v2");
        RolloutPlan plan = Plan(baseline, candidate, more);
        return NextPlan.AfterCompletion(completed, Definition(completed, Values).Json, plan, Definition(plan, values));
    }

    private static RolloutPlan Plan(string baseline, string candidate, string more = "") => RolloutPlan.Parse("banner", Encoding.UTF8.GetBytes(
        $$"""{ "candidate": "{{candidate}}", "baseline": "{{baseline}}", {{more}} "stages": [ { "name": "tenth", "percent": 10 }, { "name": "all", "percent": 100, "holdbackPercent": 7.5 } ] }"""));

    private static FlagDefinition Definition(RolloutPlan plan, string? values) => new("banner", null, Encoding.UTF8.GetBytes(
        $$"""{ {{(values is null ? "" : $$""" "variants": { {{values}} }, """)}} "otherwise": { "serve": "{{plan.Baseline}}" } }"""));
}
