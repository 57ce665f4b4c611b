using System.Globalization;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Decides what a rollout does by itself, at one look.</summary>
/// <remarks>
/// Pure: no I/O, no clock, no randomness. What protects comes first: a breach acts at once in every guarded state, whatever else is the case; then what is not known;
/// then the window; raising exposure comes last and needs everything.
/// </remarks>
internal static class RolloutDirector
{
    public static RolloutStep Decide(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, DateTimeOffset now) => state.Status switch
    {
        RolloutStatus.Draft or RolloutStatus.Scheduled => DecideStart(plan, state, evidence, now),
        RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval => Protect(plan, state, evidence) ?? Progress(plan, state, evidence, now),
        RolloutStatus.Completed when Exposures.HasHoldback(plan) => Protect(plan, state, evidence) ?? Rest(state, evidence),
        _ => Rest(state, evidence),
    };

    private static RolloutStep DecideStart(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, DateTimeOffset now)
    {
        if (StartRules.IsExpired(evidence, now))
        {
            return RolloutStep.Make(
                RolloutEntryKind.Expire, state.Position.As(RolloutStatus.Expired), $"The flag expired on {Sentences.Of(evidence.Expires!.Value)}, before the rollout started.");
        }

        return plan.Start switch
        {
            PlanStart.OnPublish => StartRules.Start(plan, evidence, now, "The plan starts when it is published."),
            PlanStart.At when state.Status == RolloutStatus.Draft || state.StartAt != plan.StartAt => Schedule(state, plan.StartAt!.Value),
            PlanStart.At when now < plan.StartAt => RolloutStep.Wait($"It starts at {Sentences.Of(plan.StartAt.Value)}."),
            PlanStart.At => StartRules.Start(plan, evidence, now, "The instant of its start has come."),
            _ => RolloutStep.Wait("An operator starts it."),
        };
    }

    /// <summary>Nothing is started by itself any more; but it is journalled that the plan was removed, lest a plan that is published later brings back what was locked.</summary>
    private static RolloutStep Rest(RolloutState state, RolloutEvidence evidence) => (evidence.IsReleased, state.IsReleased) switch
    {
        (true, false) => RolloutStep.Make(RolloutEntryKind.Release, state.Position, "The plan was removed: the definition alone decides."),
        (false, true) => RolloutStep.Make(RolloutEntryKind.Relock, state.Position, "The completed plan was published again: what it locked holds again."),
        _ when evidence.Next is { } next => RolloutStep.Wait(next.Sentence),
        (true, _) when state.Status == RolloutStatus.Completed => RolloutStep.Wait("The plan was removed: the definition alone decides."),
        _ => RolloutStep.Nothing,
    };

    private static RolloutStep Schedule(RolloutState state, DateTimeOffset at) => RolloutStep.Make(
        RolloutEntryKind.Schedule, state.Position.As(RolloutStatus.Scheduled), $"The plan starts at {Sentences.Of(at)}.", at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>What lowers exposure, or stops it from rising.</summary>
    private static RolloutStep? Protect(RolloutPlan plan, RolloutState state, RolloutEvidence evidence)
    {
        if (evidence.RollbackBreach is { } broken && evidence.Attempt == state.Attempt)
        {
            return RollBack(state, $"Guard `{broken}` reached its limit. {Sentences.Of(evidence, broken)}", broken);
        }

        if (!evidence.IsOf(state))
        {
            return null;
        }

        if (evidence.HoldBreach is { } breached && !state.OpenBreaches.Contains(breached))
        {
            return Hold(state, RolloutHoldReason.Breach, $"Guard `{breached}` reached its limit. {Sentences.Of(evidence, breached)}", breached);
        }

        return evidence.Clocks.Blind >= plan.MaxBlind && evidence.Unknowns.Count > 0 ? React(plan, state, evidence) : null;
    }

    private static RolloutStep? React(RolloutPlan plan, RolloutState state, RolloutEvidence evidence)
    {
        string reason = $"Nobody has known for {Sentences.Of(evidence.Clocks.Blind)} how the candidate does. {evidence.Unknowns[0]}";
        if (plan.OnBlind == RolloutReaction.RollBack)
        {
            return RollBack(state, reason);
        }

        return state.Status is RolloutStatus.Running or RolloutStatus.AwaitingApproval ? Hold(state, RolloutHoldReason.Blind, reason) : null;
    }

    private static RolloutStep Progress(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, DateTimeOffset now)
    {
        if (state.Stage >= 0 && !evidence.IsOf(state))
        {
            return RolloutStep.Wait(Sentences.NotLookedAt);
        }

        TimeSpan? window = IsWindowOver(plan, state, evidence) ? WindowOf(plan, state) : null;
        if (state.Status == RolloutStatus.Holding)
        {
            return window is { } held && EndOf(plan, state) == WindowEnd.RollBack ? RollBack(state, Sentences.OfWindow(held)) : RolloutStep.Wait(Sentences.OfHold(state));
        }

        if (!evidence.IsDefined)
        {
            return Hold(state, RolloutHoldReason.FlagDeleted, "The flag's definition, or its plan, is gone; what was locked at the start stays in force.");
        }

        RolloutStep step = AdvanceRules.Advance(plan, state, evidence, now, AdvanceWaiver.None);
        return step.Move is null && window is { } over ? EndWindow(plan, state, evidence, now, over) : step;
    }

    /// <summary>Gets whether the stage's window is over; a manual pause keeps it open, and a completed rollout has none.</summary>
    private static bool IsWindowOver(RolloutPlan plan, RolloutState state, RolloutEvidence evidence) =>
        evidence.Clocks.Window >= WindowOf(plan, state) && state.Position.HoldReason != RolloutHoldReason.Paused && !state.IsComplete;

    private static TimeSpan? WindowOf(RolloutPlan plan, RolloutState state) => state.Stage >= 0 ? plan.Stages[state.Stage].Window : null;

    private static WindowEnd EndOf(RolloutPlan plan, RolloutState state) => plan.Stages[state.Stage].OnWindowEnd;

    private static RolloutStep EndWindow(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, DateTimeOffset now, TimeSpan window) => EndOf(plan, state) switch
    {
        WindowEnd.RollBack => RollBack(state, Sentences.OfWindow(window)),
        WindowEnd.Advance => AdvanceRules.Advance(plan, state, evidence, now, AdvanceWaiver.Time),
        _ => Hold(state, RolloutHoldReason.WindowEnded, Sentences.OfWindow(window)),
    };

    private static RolloutStep RollBack(RolloutState state, string reason, string? guard = null) =>
        RolloutStep.Make(RolloutEntryKind.RollBack, state.Position.RolledBack(guard), reason);

    private static RolloutStep Hold(RolloutState state, RolloutHoldReason why, string reason, string? guard = null) =>
        RolloutStep.Make(RolloutEntryKind.Hold, state.Position.Holding(why, guard), reason);
}
