using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What is true of every rollout, whatever its plan, its evidence and its operators do.</summary>
public sealed class RolloutLaws
{
    private const int Walks = 150;

    private static readonly RolloutEntryKind[] s_raising = [RolloutEntryKind.Advance, RolloutEntryKind.Complete];
    private static readonly RolloutEntryKind[] s_lowering = [RolloutEntryKind.RollBack, RolloutEntryKind.Abort, RolloutEntryKind.Hold, RolloutEntryKind.Expire];

    [Property(MaxTest = Walks)]
    public void Advance_WhileNobodyKnows_NeverHappens(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        if (turn.Kind is RolloutEntryKind.Advance or RolloutEntryKind.Complete && turn.Before.Stage >= 0)
        {
            Assert.True(turn.Evidence.IsOf(turn.Before));
            Assert.Empty(turn.Evidence.Unknowns);
            Assert.Empty(turn.Evidence.Probes);
            Assert.All(turn.Plan.Guards, guard => Assert.True(guard.IsDryRun || turn.Evidence.Readings[guard.Index].Verdict > GuardVerdict.Unknown));
            Assert.Empty(turn.Before.OpenBreaches);
        }
    });

    [Property(MaxTest = Walks)]
    public void Decide_WithoutEvidence_NeverRaisesExposure(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        foreach (RolloutEvidence nothing in (RolloutEvidence[])[new RolloutEvidence(), turn.Evidence with { Subjects = 0 }])
        {
            RolloutStep step = RolloutDirector.Decide(turn.Plan, turn.Before, nothing, turn.Now);
            Assert.False(turn.Before.Stage >= 0 && step.Move is { } move && s_raising.Contains(move.Kind), Situation.TextOf(step));
        }
    });

    [Property(MaxTest = Walks)]
    public void Decide_AGuardBreachedThatIsNoDryRun_ActsInEveryGuardedState(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        foreach (RolloutGuard guard in turn.Plan.Guards.Where(guard => turn.IsGuarded && !guard.IsDryRun))
        {
            bool rollsBack = guard.OnBreach == RolloutReaction.RollBack;
            RolloutEvidence breach = turn.Evidence with
            {
                Attempt = turn.Before.Attempt,
                Stretch = turn.Before.Position.Stretch,
                RollbackBreach = rollsBack ? guard.Name : null,
                HoldBreach = rollsBack ? turn.Evidence.HoldBreach : guard.Name,
            };
            RolloutStep step = RolloutDirector.Decide(turn.Plan, turn.Before, breach, turn.Now);
            bool isOpen = !rollsBack && turn.Before.OpenBreaches.Contains(guard.Name);
            Assert.True(
                rollsBack ? step.Move?.Kind == RolloutEntryKind.RollBack
                : isOpen ? step.Move is null or { Kind: RolloutEntryKind.RollBack or RolloutEntryKind.Hold }
                : step.Move is { Kind: RolloutEntryKind.Hold, To.HoldReason: RolloutHoldReason.Breach } move && move.To.Guard == guard.Name,
                $"{guard.Name} in {turn.Before.Position}: {Situation.TextOf(step)}");
        }
    });

    [Property(MaxTest = Walks)]
    public void Decide_DryRunSaysAnything_ChangesNothing(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        for (GuardVerdict verdict = GuardVerdict.Breach; verdict <= GuardVerdict.NonInferior; verdict++)
        {
            RolloutEvidence other = turn.Evidence with
            {
                Readings = [.. turn.Evidence.Readings.Select((reading, i) => turn.Plan.Guards[i].IsDryRun ? new GuardReading(reading.Guard, verdict) : reading)],
            };
            Assert.Equal(
                Situation.TextOf(RolloutDirector.Decide(turn.Plan, turn.Before, turn.Evidence, turn.Now)),
                Situation.TextOf(RolloutDirector.Decide(turn.Plan, turn.Before, other, turn.Now)));
        }
    });

    [Property(MaxTest = Walks)]
    public void Exposure_OutsideChangeHoursOrInTheWayOfOthers_NeverRises(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        string[] audiences = AudiencesOf(turn.Plan, turn.Before);
        bool rises = turn.ShareAfter > turn.ShareBefore || AudiencesOf(turn.PlanAfter, turn.After).Except(audiences).Any();
        if (rises)
        {
            Assert.Empty(turn.Evidence.Obstacles);
            Assert.True((turn.Kind == RolloutEntryKind.Start ? turn.PlanAfter : turn.Plan).ChangeHours?.IsOpen(turn.Now) ?? true);
            Assert.True(turn.Kind is RolloutEntryKind.Start or RolloutEntryKind.Advance or RolloutEntryKind.Complete, $"{turn.Kind} raises exposure.");
        }
    });

    [Property(MaxTest = Walks)]
    public void Share_OfAStageToCome_NeverFalls(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        if (turn.Kind is { } kind && s_raising.Contains(kind))
        {
            Assert.True(turn.ShareAfter >= turn.ShareBefore, $"{turn.ShareBefore} to {turn.ShareAfter}");
            Assert.Equal(turn.Before.Stage + (kind == RolloutEntryKind.Advance ? 1 : 0), turn.After.Stage);
        }
        else if (turn.Kind is not (RolloutEntryKind.Start or RolloutEntryKind.RollBack or RolloutEntryKind.Abort or RolloutEntryKind.Adopt))
        {
            Assert.Equal((turn.ShareBefore, turn.Before.Stage), (turn.ShareAfter, turn.After.Stage));
        }
    });

    [Property(MaxTest = Walks)]
    public void Lowering_WithoutEvidenceOrOpenHours_IsDoneAllTheSame(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        foreach (RolloutCommandKind kind in (RolloutCommandKind[])[RolloutCommandKind.RollBack, RolloutCommandKind.Abort, RolloutCommandKind.Pause])
        {
            var command = new RolloutCommand(kind, "ada", "because");
            var nothing = new RolloutEvidence { IsDefined = turn.Evidence.IsDefined, IsReleased = turn.Evidence.IsReleased, Obstacles = ["There is a freeze."], Unknowns = ["Who knows?"], Probes = ["No."] };
            RolloutStep step = CommandRules.Decide(turn.Plan, turn.Before, nothing, command, turn.Now.AddDays(3));
            Assert.Equal(Situation.TextOf(CommandRules.Decide(turn.Plan, turn.Before, turn.Evidence, command, turn.Now)), Situation.TextOf(step));
            Assert.True(kind != RolloutCommandKind.RollBack || !turn.Before.IsExposed || step.Move is not null);
        }
    });

    [Property(MaxTest = Walks)]
    public void Decide_StageWithAnApproval_IsEnteredByEnoughDistinctActorsAlone(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        if (turn.Kind == RolloutEntryKind.Advance && turn.Plan.Stages[turn.After.Stage].Approval is { } approval)
        {
            int actors = turn.Before.SignOffs.Where(signOff => approval.From.Contains(signOff.Group)).Select(static signOff => signOff.Actor).Distinct().Count();
            Assert.True(actors >= approval.Count);
        }
    });

    [Property(MaxTest = Walks)]
    public void Decide_TheSameInput_GivesTheSameOutputAndChangesNothing(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        string before = Situation.TextOf(turn.Before);
        string first = Situation.TextOf(RolloutDirector.Decide(turn.Plan, turn.Before, turn.Evidence, turn.Now));
        string second = Situation.TextOf(RolloutDirector.Decide(turn.Plan, turn.Before, turn.Evidence, turn.Now));

        Assert.Equal(first, second);
        Assert.Equal(before, Situation.TextOf(turn.Before));
    });

    [Property(MaxTest = Walks)]
    public void Decide_NoMove_SaysWhyInSentences(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        bool isOver = turn.Before.IsEnded || turn.Before.Status == RolloutStatus.Completed;
        Assert.True(turn.Step.Move is not null || turn.Step.Waits.Count > 0 || (turn.IsByItself && isOver));
        Assert.All(turn.Step.Waits, static wait => Assert.Matches(@"^[A-Z`\d].*[.?]$", wait));
        Assert.All(turn.Step.Move is { } move && turn.IsByItself ? [move.Reason] : (string[])[], static reason => Assert.Matches(@"^[A-Z`\d].*[.?]$", reason.TrimEnd()));
    });

    [Property(MaxTest = Walks)]
    public void Decide_AttemptHasEnded_StaysSoUntilTheNext(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        if (turn.Before.IsEnded && turn.Before.Status != turn.After.Status)
        {
            Assert.Equal((RolloutEntryKind.Start, RolloutCommandKind.Restart, turn.Before.Attempt + 1), (turn.Kind, turn.Command, turn.After.Attempt));
        }

        Assert.True(turn.After.AttemptOfPlan <= Math.Max(turn.PlanAfter.MaxAttempts, turn.Before.AttemptOfPlan) || turn.Before.Attempt == 0);
    });

    [Property(MaxTest = Walks)]
    public void Decide_RolloutHasCompleted_NothingStartsByItselfNorFromElsewhere(DoNotSize<int> seed) => Each(seed, static turn =>
    {
        if (turn.Before.Status == RolloutStatus.Completed && turn.Kind == RolloutEntryKind.Start)
        {
            Assert.Equal(RolloutCommandKind.Restart, turn.Command);
            Assert.True(turn.Evidence.IsReleased || turn.PlanAfter.Baseline == turn.Plan.Candidate);
            Assert.NotEqual(turn.PlanAfter.Baseline, turn.PlanAfter.Candidate);
            Assert.Empty(turn.Evidence.Probes.Concat(turn.Evidence.Obstacles));
            Assert.True(turn.PlanAfter.ChangeHours?.IsOpen(turn.Now) ?? true);
            Assert.Equal((turn.Before.Attempt, 1, false), (turn.After.EarlierAttempts, turn.After.AttemptOfPlan, turn.After.IsReleased));
        }
    });

    [Property(MaxTest = Walks)]
    public void Replay_AnyPrefixOfTheJournal_GivesTheStateOfThatPrefix(DoNotSize<int> seed)
    {
        Walk walk = Walk.Of(seed.Item);

        for (int length = 0; length <= walk.Situation.Journal.Count; length++)
        {
            Assert.Equal(Situation.TextOf(walk.States[length]), Situation.TextOf(RolloutState.Replay(Situation.Flag, walk.Situation.Journal.Take(length))));
        }
    }

    [Property(MaxTest = Walks)]
    public void Replay_EntriesFromTheirLines_GivesTheSameState(DoNotSize<int> seed)
    {
        Walk walk = Walk.Of(seed.Item);
        RolloutJournal journal = RolloutJournal.Read(Situation.Flag, walk.Situation.Journal.ConvertAll(static entry => new ReadOnlyMemory<byte>(entry.ToJson())));

        Assert.Null(journal.Damage);
        Assert.Equal(Situation.TextOf(walk.Situation.State), Situation.TextOf(RolloutState.Replay(Situation.Flag, journal.Entries)));
    }

    [Property(MaxTest = Walks)]
    public void Stretches_WhateverHappens_AreFewEnoughAndHaveOneShareEach(DoNotSize<int> seed)
    {
        foreach (RolloutState state in Walk.Of(seed.Item).States)
        {
            Assert.True(state.Position.Stretch < 64);
            Assert.Equal(state.Stretches.Select(static stretch => stretch.Number).Order().Distinct(), state.Stretches.Select(static stretch => stretch.Number));
            Assert.True(state.Stage < 0 || (state.Stretches[^1].Number, state.Stretches[^1].Stage) == (state.Position.Stretch, state.Stage));
        }
    }

    [Fact]
    public void Walks_ComeAlongEverything()
    {
        Walk.Turn[] turns = [.. Enumerable.Range(0, 400).SelectMany(static seed => Walk.Of(seed).Turns)];
        RolloutEntryKind[] kinds =
        [
            RolloutEntryKind.Start, RolloutEntryKind.Advance, RolloutEntryKind.Hold, RolloutEntryKind.Resume, RolloutEntryKind.AwaitApproval, RolloutEntryKind.Approve, RolloutEntryKind.Acknowledge,
            RolloutEntryKind.Complete, RolloutEntryKind.RollBack, RolloutEntryKind.Abort, RolloutEntryKind.Expire, RolloutEntryKind.Adopt, RolloutEntryKind.Drill, RolloutEntryKind.Release, RolloutEntryKind.Relock,
        ];

        Assert.All(kinds, kind => Assert.True(turns.Count(turn => turn.Kind == kind) >= 10, $"{kind} hardly happens."));
        Assert.True(turns.Count(static turn => turn.Before is { IsComplete: true, Status: RolloutStatus.Holding }) > 10);
        Assert.InRange(turns.Count(static turn => turn.Kind == RolloutEntryKind.Start && turn.Before.Status == RolloutStatus.Completed), 50, 10_000);
        Assert.InRange(turns.Count(static turn => turn.Kind == RolloutEntryKind.Complete && turn.After.EarlierAttempts > 0), 10, 10_000);
        Assert.True(turns.Count(static turn => turn.Kind is { } kind && s_lowering.Contains(kind) && turn.IsByItself) > 100);
        Assert.True(turns.Count(static turn => turn.Kind == RolloutEntryKind.Advance && turn.Plan.Stages[turn.After.Stage].Approval is not null) > 10);
    }

    private static void Each(DoNotSize<int> seed, Action<Walk.Turn> law) => Walk.Of(seed.Item).Turns.ForEach(law);

    private static string[] AudiencesOf(RolloutPlan plan, RolloutState state) => Exposures.Of(plan, state, null)?.Audiences ?? [];
}
