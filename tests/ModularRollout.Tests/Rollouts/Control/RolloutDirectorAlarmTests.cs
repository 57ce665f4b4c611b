using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>Breaches, blindness, windows that are over and definitions that are gone, in every state they can be met in.</summary>
public sealed class RolloutDirectorAlarmTests
{
    public static TheoryData<string> Guarded { get; } = ["Running", "Holding", "AwaitingApproval", "Completed", "Holding since completion"];

    [Theory]
    [MemberData(nameof(Guarded))]
    public void Decide_RollbackBreach_RollsBackWhateverElseIsTheCase(string state)
    {
        Situation situation = Reach(state).Blind(TimeSpan.FromDays(1)).WindowUsed(TimeSpan.FromDays(9)).Says("errors", GuardVerdict.Breach).Says("orders", GuardVerdict.Breach);
        situation.With(static evidence => evidence with { IsDefined = false, Obstacles = ["There is a freeze."], Probes = ["No."] });
        situation.Now = new DateTimeOffset(2026, 3, 8, 3, 0, 0, TimeSpan.Zero);

        RolloutStep step = situation.Decide();

        Assert.Equal((RolloutEntryKind.RollBack, RolloutStatus.RolledBack), (step.Move?.Kind, step.Move?.To.Status));
        Assert.Equal("Guard `errors` reached its limit. errors says so.", step.Move!.Reason);
        Assert.Null(Exposures.Of(situation.Plan, situation.Make(step).State, null));
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public void Decide_HoldBreach_HoldsInEveryGuardedState(string state)
    {
        Situation situation = Reach(state).Blind(TimeSpan.FromDays(1)).Says("orders", GuardVerdict.Breach);

        RolloutStep step = situation.Decide();

        Assert.Equal((RolloutEntryKind.Hold, RolloutHoldReason.Breach, "orders"), (step.Move?.Kind, step.Move!.To.HoldReason, step.Move.To.Guard));
        Assert.Equal(Exposures.PercentOf(situation.Plan, situation.State), Exposures.PercentOf(situation.Plan, situation.Make(step).State));
        Assert.NotEqual(RolloutHoldReason.Breach, situation.Decide().Move?.To.HoldReason);
    }

    [Fact]
    public void Decide_AnotherGuardBreachesWhileOneIsOpen_HoldsForItToo()
    {
        Situation situation = Situation.At(0, guards: """
            { "name": "a", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold" },
            { "name": "b", "events": { "custom": "b" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold" }
            """).Says("a", GuardVerdict.Breach);
        situation.Make(situation.Decide()).Says("b", GuardVerdict.Breach);

        situation.Make(situation.Decide());

        Assert.Equal(["a", "b"], situation.State.OpenBreaches);
    }

    [Theory]
    [InlineData("Running", "hold", RolloutEntryKind.Hold)]
    [InlineData("AwaitingApproval", "hold", RolloutEntryKind.Hold)]
    [InlineData("Holding", "hold", null)]
    [InlineData("Completed", "hold", null)]
    [InlineData("Running", "rollback", RolloutEntryKind.RollBack)]
    [InlineData("AwaitingApproval", "rollback", RolloutEntryKind.RollBack)]
    [InlineData("Holding", "rollback", RolloutEntryKind.RollBack)]
    [InlineData("Completed", "rollback", RolloutEntryKind.RollBack)]
    public void Decide_BlindForMaxBlind_DoesOnBlind(string state, string onBlind, RolloutEntryKind? expected)
    {
        string more = $"\"maxBlind\": \"15m\", \"onBlind\": \"{onBlind}\"";

        Assert.Null(Reach(state, more).Blind(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1)).Decide().Move);
        RolloutStep step = Reach(state, more).Blind(TimeSpan.FromMinutes(15)).Decide();
        Assert.Equal(expected, step.Move?.Kind);
        Assert.Equal(expected == RolloutEntryKind.Hold ? RolloutHoldReason.Blind : RolloutHoldReason.None, step.Move?.To.HoldReason ?? RolloutHoldReason.None);
        Assert.Equal(expected is null ? null : "Nobody has known for 15m how the candidate does. The metrics are gone.", step.Move?.Reason);
    }

    [Fact]
    public void Decide_SomebodyKnowsAgain_DoesNotDoOnBlind()
    {
        Situation situation = Situation.At(0).With(static evidence => evidence with { Clocks = evidence.Clocks with { Blind = TimeSpan.FromDays(1) } });

        Assert.Equal(RolloutEntryKind.Advance, situation.Decide().Move?.Kind);
    }

    [Theory]
    [InlineData("hold", "Running", RolloutEntryKind.Hold)]
    [InlineData("hold", "AwaitingApproval", RolloutEntryKind.Hold)]
    [InlineData("hold", "Holding", null)]
    [InlineData("hold", "Paused", null)]
    [InlineData("hold", "Completed", null)]
    [InlineData("hold", "Holding since completion", null)]
    [InlineData("rollback", "Running", RolloutEntryKind.RollBack)]
    [InlineData("rollback", "AwaitingApproval", RolloutEntryKind.RollBack)]
    [InlineData("rollback", "Holding", RolloutEntryKind.RollBack)]
    [InlineData("rollback", "Paused", null)]
    [InlineData("rollback", "Completed", null)]
    [InlineData("rollback", "Holding since completion", null)]
    [InlineData("advance", "Running", RolloutEntryKind.Advance)]
    [InlineData("advance", "AwaitingApproval", RolloutEntryKind.Advance)]
    [InlineData("advance", "Holding", null)]
    [InlineData("advance", "Paused", null)]
    [InlineData("advance", "Completed", null)]
    [InlineData("advance", "Holding since completion", null)]
    public void Decide_WindowIsOver_DoesOnWindowEnd(string end, string state, RolloutEntryKind? expected)
    {
        string more = $"\"window\": \"2h\", \"onWindowEnd\": \"{end}\"";

        Assert.Null(Reach(state, more).Says("errors", GuardVerdict.Inconclusive).WindowUsed(TimeSpan.FromHours(2) - TimeSpan.FromTicks(1)).Decide().Move);
        RolloutStep step = Reach(state, more).Says("errors", GuardVerdict.Inconclusive).WindowUsed(TimeSpan.FromHours(2)).Decide();
        Assert.Equal(expected, step.Move?.Kind);
        Assert.Equal(expected == RolloutEntryKind.Hold ? RolloutHoldReason.WindowEnded : RolloutHoldReason.None, step.Move?.To.HoldReason ?? RolloutHoldReason.None);
    }

    [Fact]
    public void Decide_WindowIsOverAndAllIsMet_Advances()
    {
        Situation situation = Situation.At(0, more: "\"window\": \"2h\", \"onWindowEnd\": \"rollback\"").WindowUsed(TimeSpan.FromDays(3));

        Assert.Equal(RolloutEntryKind.Advance, situation.Decide().Move?.Kind);
    }

    [Theory]
    [InlineData("Running", true)]
    [InlineData("AwaitingApproval", true)]
    [InlineData("Holding", false)]
    [InlineData("Completed", false)]
    public void Decide_DefinitionIsGone_Holds(string state, bool holds)
    {
        RolloutStep step = Reach(state).With(static evidence => evidence with { IsDefined = false }).Decide();

        Assert.Equal(holds ? RolloutHoldReason.FlagDeleted : null, step.Move?.To.HoldReason);
    }

    [Fact]
    public void Decide_EvidenceOfAnEarlierStretch_NeitherAdvancesNorHoldsNorEndsWindows()
    {
        Situation situation = Situation.At(0, more: "\"window\": \"2h\", \"onWindowEnd\": \"rollback\"").Says("orders", GuardVerdict.Breach).WindowUsed(TimeSpan.FromDays(1)).Blind(TimeSpan.FromDays(1));
        situation.Append(RolloutEntryKind.Advance, situation.State.Position.Running(1));

        Assert.Equal([Sentences.NotLookedAt], situation.Decide().Waits);
        Assert.Equal([Sentences.NotLookedAt], situation.Give(RolloutCommandKind.Advance).Waits);
    }

    [Fact]
    public void Decide_RollbackBreachOfAnEarlierStretch_RollsBackAndOfAnEarlierAttemptDoesNot()
    {
        Situation situation = Situation.At(0).Says("errors", GuardVerdict.Breach);
        situation.Append(RolloutEntryKind.Advance, situation.State.Position.Running(1));
        Assert.Equal(RolloutEntryKind.RollBack, situation.Decide().Move?.Kind);

        situation.Make(situation.Decide()).Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));
        Assert.Equal([Sentences.NotLookedAt], situation.Decide().Waits);
    }

    private static Situation Reach(string state, string more = "")
    {
        Situation situation = state is "Completed" or "Holding since completion" ? Situation.Completed(more: more) : Situation.At(0, more: more);
        return state switch
        {
            "Holding" => situation.Holding(RolloutHoldReason.Blind),
            "Paused" => situation.Holding(RolloutHoldReason.Paused),
            "Holding since completion" => situation.Holding(RolloutHoldReason.Blind),
            "AwaitingApproval" => situation.AwaitingApproval(),
            _ => situation,
        };
    }
}
