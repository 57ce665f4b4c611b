using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What an operator who advances may waive, and what nobody may.</summary>
public sealed class AdvanceRulesTests
{
    [Theory]
    [InlineData("The metrics are gone.", "", "", 10, "The metrics are gone.")]
    [InlineData("", "Probe `smoke` says: no.", "", 10, "Probe `smoke` says: no.")]
    [InlineData("", "", "There is a freeze.", 10, "There is a freeze.")]
    [InlineData("", "", "", 17, "The change hours are closed until 2026-03-09 09:00:00Z.")]
    public void Advance_WhatIsNeverWaived_RefusesIt(string unknown, string probe, string obstacle, int hour, string sentence)
    {
        Situation situation = Situation.At(0, more: Situation.Office);
        situation.Now = new DateTimeOffset(2026, 3, 2, hour, 0, 0, TimeSpan.Zero);
        situation.With(evidence => evidence with { Unknowns = Of(unknown), Probes = Of(probe), Obstacles = Of(obstacle) });

        Assert.Equal([sentence], situation.Give(RolloutCommandKind.Advance).Waits);

        static string[] Of(string text) => text.Length == 0 ? [] : [text];
    }

    [Fact]
    public void Advance_WithoutAnyEvidence_IsWaivedByAnOperatorOnceLookedAt()
    {
        Situation situation = Situation.At(0).Says("errors", GuardVerdict.Inconclusive).With(static evidence => evidence with { Subjects = 0, Clocks = default });

        Assert.Equal(RolloutEntryKind.Advance, situation.Give(RolloutCommandKind.Advance).Move?.Kind);
        Assert.Null(situation.Says("errors", GuardVerdict.Unknown).Give(RolloutCommandKind.Advance).Move);
        Assert.Null(situation.Says("errors", GuardVerdict.Breach).Give(RolloutCommandKind.Advance).Move);
    }

    [Fact]
    public void Advance_ProbeThatFailedToRun_IsSaidOnce()
    {
        Situation situation = Situation.At(0).With(static evidence => evidence with { Unknowns = ["Probe `smoke` failed to run: x"], Probes = ["Probe `smoke` failed to run: x"] });

        Assert.Equal(["Probe `smoke` failed to run: x"], situation.Give(RolloutCommandKind.Advance).Waits);
    }
}
