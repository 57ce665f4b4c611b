using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What is asked for before a start and a restart, and what a restart changes.</summary>
public sealed class StartRulesTests
{
    /// <summary>Changes things on Mondays, and not before 11.</summary>
    private const string LateOffice = "\"changeHours\": { \"days\": [\"Mon\"], \"from\": \"11:00\", \"to\": \"16:00\" }";

    [Theory]
    [InlineData(RolloutCommandKind.Start)]
    [InlineData(RolloutCommandKind.Restart)]
    public void Start_SomethingIsInTheWay_SaysAllOfIt(RolloutCommandKind kind)
    {
        var situation = new Situation(more: LateOffice);
        if (kind == RolloutCommandKind.Restart)
        {
            situation.Append(RolloutEntryKind.Abort, situation.State.Position.As(RolloutStatus.Aborted));
        }

        situation.Evidence = new RolloutEvidence { Obstacles = ["There is a freeze."], Probes = ["Probe `smoke` says: no."] };
        Assert.Equal(["There is a freeze.", "Probe `smoke` says: no.", "The change hours are closed until 2026-03-02 11:00:00Z."], situation.Give(kind).Waits);

        situation.Evidence = new RolloutEvidence { Expires = new DateOnly(2026, 3, 1) };
        situation.Now = situation.Now.AddHours(2);
        Assert.Equal(["The flag expired on 2026-03-01; give it a later day first."], situation.Give(kind).Waits);

        situation.Evidence = new RolloutEvidence { Expires = new DateOnly(2026, 3, 2) };
        Assert.Equal((RolloutEntryKind.Start, RolloutStatus.Running, 0, 0), situation.Give(kind).Move is { } move ? (move.Kind, move.To.Status, move.To.Stage, move.To.Stretch) : default);
    }

    [Fact]
    public void Restart_AfterAGuardsRollback_UsesNewBuckets()
    {
        Situation situation = Situation.At(1).Says("errors", GuardVerdict.Breach);
        situation.Make(situation.Decide()).Make(situation.Give(RolloutCommandKind.Restart), "ada");

        Assert.Equal((2, RolloutStatus.Running, 0, 0), (situation.State.Attempt, situation.State.Status, situation.State.Stage, situation.State.Position.Stretch));
        Assert.Equal("checkout/rollout", Exposures.SaltOf(situation.Plan, 1));
        Assert.Equal("checkout/rollout/2", Exposures.Of(situation.Plan, situation.State, null)!.Salt);
        Assert.Equal("checkout/rollout", Exposures.SaltOf(new Situation(more: "\"restart\": \"sameBuckets\"").Plan, 2));
    }

    [Theory]
    [InlineData("newBuckets", 3, "checkout/rollout/3")]
    [InlineData("newBuckets", 4, "checkout/rollout/4")]
    [InlineData("sameBuckets", 3, "checkout/rollout/3")]
    [InlineData("sameBuckets", 4, "checkout/rollout/3")]
    public void SaltOf_PlanThatGoesOnAfterTwoAttempts_IsNewForItsFirst(string restart, int attempt, string salt) =>
        Assert.Equal(salt, Exposures.SaltOf(new Situation(more: $"\"restart\": \"{restart}\"").Plan, attempt, earlierAttempts: 2));

    [Theory]
    [InlineData("because", "because. Everybody keeps `on`, the holdback of 1 % gets it now, and `off` starts at stage `quarter`.")]
    [InlineData("Because. ", "Because. Everybody keeps `on`, the holdback of 1 % gets it now, and `off` starts at stage `quarter`.")]
    [InlineData("Why not?", "Why not? Everybody keeps `on`, the holdback of 1 % gets it now, and `off` starts at stage `quarter`.")]
    public void Restart_AfterCompletion_SaysWhatItChanges(string reason, string said)
    {
        Situation situation = Situation.Completed().WithNext("on", "off");

        RolloutStep step = CommandRules.Decide(situation.Plan, situation.State, situation.Evidence, new RolloutCommand(RolloutCommandKind.Restart, "ada", reason), situation.Now);

        Assert.Equal((said, "Everybody keeps `on`, the holdback of 1 % gets it now, and `off` starts at stage `quarter`."), (step.Move?.Reason, step.Move?.Effect));
        Assert.Equal(new RolloutPosition(RolloutStatus.Running, 0), step.Move!.To);
    }

    [Fact]
    public void Restart_PlanIsGone_IsRefused()
    {
        Situation situation = Situation.At(0);
        situation.Append(RolloutEntryKind.RollBack, situation.State.Position.As(RolloutStatus.RolledBack)).With(static evidence => evidence with { IsDefined = false, IsReleased = true });

        Assert.Equal(["The definition in force has no plan; publish one first."], situation.Give(RolloutCommandKind.Restart).Waits);
    }

    [Fact]
    public void Restart_AfterCompletion_NeedsAllThatTheNextPlanNeedsToStart()
    {
        Situation situation = Situation.Completed().WithNext("on", "off", more: LateOffice);
        situation.With(static evidence => evidence with { Obstacles = ["There is a freeze."], Probes = ["Probe `smoke` says: no."] });

        Assert.Equal(["There is a freeze.", "Probe `smoke` says: no.", "The change hours are closed until 2026-03-02 11:00:00Z."], situation.Give(RolloutCommandKind.Restart).Waits);
        situation.With(static evidence => evidence with { Expires = new DateOnly(2026, 3, 1) });
        Assert.Equal(["The flag expired on 2026-03-01; give it a later day first."], situation.Give(RolloutCommandKind.Restart).Waits);
    }
}
