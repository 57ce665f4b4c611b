using ModularRollout.Definitions;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class AdoptRulesTests
{
    [Theory]
    [InlineData("\"candidate\": \"on\"", "\"candidate\": \"v2\"")]
    [InlineData("\"baseline\": \"off\"", "\"baseline\": \"old\"")]
    [InlineData("\"candidate\": \"on\"", "\"by\": \"tenant\", \"candidate\": \"on\"")]
    [InlineData("\"candidate\": \"on\"", "\"restart\": \"sameBuckets\", \"candidate\": \"on\"")]
    public void Adopt_WhatCannotChange_IsRefused(string from, string to)
    {
        RolloutStep step = Adopt(Situation.At(0), Situation.PlanText().Replace(from, to, StringComparison.Ordinal));

        Assert.Equal(["Candidate, baseline, `by` and `restart` cannot change while an attempt runs; roll back and start another attempt."], step.Waits);
    }

    [Theory]
    [InlineData("""{ "name": "other", "percent": 25 }, { "name": "half", "percent": 50 }""", "The plan in force has no stage `quarter` in place 1, which is exposed now.")]
    [InlineData("""{ "name": "staff", "audience": "staff" }, { "name": "quarter", "percent": 25 }""", "The plan in force has no stage `quarter` in place 1, which is exposed now.")]
    [InlineData("""{ "name": "quarter", "percent": 25.5 }, { "name": "half", "percent": 50 }""", "The plan in force would expose 25.5 % in stage `quarter`, which is more than now; raise exposure in a later stage.")]
    [InlineData("""{ "name": "quarter", "audience": "staff" }, { "name": "half", "percent": 50 }""", "The plan in force would expose audience `staff` in stage `quarter`, which is more than now; raise exposure in a later stage.")]
    public void Adopt_WouldExposeOthersAtOnce_IsRefused(string stages, string sentence)
    {
        string guards = """{ "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 } }""";

        Assert.Equal([sentence], Adopt(Situation.At(0), Situation.PlanText(stages, guards: guards)).Waits);
    }

    [Fact]
    public void Adopt_FewerStagesThanAreBehindIt_IsRefused()
    {
        RolloutStep step = Adopt(Situation.At(2), Situation.PlanText("""{ "name": "quarter", "percent": 25 }"""));

        Assert.Equal(["The plan in force has no stage `full` in place 3, which is exposed now."], step.Waits);
    }

    [Theory]
    [InlineData("""{ "name": "quarter", "percent": 25 }, { "name": "all", "percent": 100 }""")]
    [InlineData("""{ "name": "quarter", "percent": 5 }, { "name": "half", "percent": 50 }""")]
    public void Adopt_LaterStagesChangeOrTheShareFalls_OpensAStretchAndForgetsApprovals(string stages)
    {
        Situation situation = Situation.At(0).SignedOff(1);
        situation.Definition = Situation.Define(Situation.PlanText(stages));

        RolloutStep step = situation.Give(RolloutCommandKind.Adopt, inForce: situation.Definition);
        situation.Make(step, "ada");

        Assert.Equal((RolloutEntryKind.Adopt, RolloutStatus.Running, 0, 1), (step.Move!.Kind, step.Move.To.Status, step.Move.To.Stage, step.Move.To.Stretch));
        Assert.Equal(situation.Definition.Json, situation.State.Definition);
        Assert.Empty(situation.State.SignOffs);
        Assert.Empty(situation.State.GuardsSince);
    }

    [Fact]
    public void Adopt_GuardsChange_StartsThoseAnewThatJudgeOtherwise()
    {
        Situation situation = Situation.At(0);
        situation.Definition = Situation.Define(Situation.PlanText(guards: """
            { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.5 } },
            { "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "rollback", "prove": {} },
            { "name": "trial", "events": { "custom": "bounced" }, "noMoreThan": { "timesBaseline": 1.0 } },
            { "name": "new", "events": { "slowerThan": "1s" }, "noMoreThan": { "rate": 0.1 } },
            { "name": "later", "events": { "slowerThan": "1s" }, "noMoreThan": { "rate": 0.1 }, "per": "outcome" }
            """));

        situation.Make(situation.Give(RolloutCommandKind.Adopt, inForce: situation.Definition), "ada");

        Assert.Equal(["errors", "later", "new", "trial"], situation.State.GuardsSince.Keys);
        Assert.All(situation.State.GuardsSince.Values, static since => Assert.Equal(1, since));
    }

    [Theory]
    [InlineData("\"events\": \"errors\"", "\"events\": { \"slowerThan\": \"1s\" }")]
    [InlineData("\"rate\": 0.01", "\"rate\": 0.02")]
    [InlineData("\"rate\": 0.01 }", "\"rate\": 0.01 }, \"per\": \"outcome\"")]
    public void Between_BudgetJudgesOtherwise_IsNamed(string from, string to)
    {
        const string Guard = """{ "name": "b\"1", "events": "errors", "noMoreThan": { "rate": 0.01 } }""";
        RolloutPlan before = new Situation(guards: Guard).Plan;
        RolloutPlan after = new Situation(guards: Guard.Replace(from, to, StringComparison.Ordinal)).Plan;

        Assert.Equal("[]", ChangedGuards.Between(before, before));
        Assert.Equal("[\"b\\u00221\"]", ChangedGuards.Between(before, after));
    }

    [Fact]
    public void Adopt_BeforeTheFirstStage_ChangesNoStretch()
    {
        var situation = new Situation("""{ "name": "half", "percent": 50, "approval": { "from": ["product"] } }, { "name": "full", "percent": 100 }""");
        situation.Append(RolloutEntryKind.Start, situation.State.Position.As(RolloutStatus.AwaitingApproval));

        RolloutStep step = Adopt(situation, Situation.PlanText("""{ "name": "other", "percent": 90, "approval": { "from": ["product"] } }"""));

        Assert.Equal(situation.State.Position, step.Move?.To);
    }

    [Fact]
    public void Adopt_NoPlanInForce_IsRefused()
    {
        Situation situation = Situation.At(0);
        var bare = new FlagDefinition(Situation.Flag, "test", "{}"u8.ToArray());

        Assert.Equal(["The definition in force has no plan to adopt."], situation.Give(RolloutCommandKind.Adopt).Waits);
        Assert.Equal(["The definition in force has no plan to adopt."], situation.Give(RolloutCommandKind.Adopt, inForce: bare).Waits);
    }

    [Fact]
    public void Adopt_StretchesRunOut_IsRefused()
    {
        Situation situation = Situation.At(0);
        situation.Append(RolloutEntryKind.Adopt, new RolloutPosition(RolloutStatus.Running, 0, stretch: 60));

        Assert.Equal([Sentences.NoRoom], Adopt(situation, Situation.PlanText(more: "\"minOutcomes\": 7")).Waits);
    }

    private static RolloutStep Adopt(Situation situation, string plan) => situation.Give(RolloutCommandKind.Adopt, inForce: Situation.Define(plan));
}
