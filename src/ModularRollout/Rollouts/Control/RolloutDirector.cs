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
        RolloutStatus.Draft => DecideDraft(plan, state, evidence, now),
        RolloutStatus.Scheduled => DecideScheduled(plan, state, evidence, now),
        RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval => Protect(plan, state, evidence) ?? Progress(plan, state, evidence, now),
        RolloutStatus.Completed when Exposures.HasHoldback(plan) => Protect(plan, state, evidence) ?? RolloutStep.Nothing,
        _ => RolloutStep.Nothing,
    };

    private static RolloutStep DecideDraft(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, DateTimeOffset now)
    {
        if (IsExpired(evidence, now))
        {
            return Expire(state, evidence);
        }

        return plan.Start switch
        {
            PlanStart.At => RolloutStep.Make(
                RolloutEntryKind.Schedule,
                state.Position.As(RolloutStatus.Scheduled),
                $"The plan starts at {Sentences.Of(plan.StartAt!.Value)}.",
                plan.StartAt.Value.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
            PlanStart.OnPublish => StartRules.Start(plan, state, evidence, now, "The plan starts when it is published."),
            _ => RolloutStep.Wait("An operator starts it."),
        };
    }

    private static RolloutStep DecideScheduled(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, DateTimeOffset now)
    {
        if (IsExpired(evidence, now))
        {
            return Expire(state, evidence);
        }

        return state.StartAt is { } at && now < at
            ? RolloutStep.Wait($"It starts at {Sentences.Of(at)}.")
            : StartRules.Start(plan, state, evidence, now, "The instant of its start has come.");
    }

    private static bool IsExpired(RolloutEvidence evidence, DateTimeOffset now) =>
        evidence.Expires is { } expires && DateOnly.FromDateTime(now.UtcDateTime) > expires;

    private static RolloutStep Expire(RolloutState state, RolloutEvidence evidence) => RolloutStep.Make(
        RolloutEntryKind.Expire, state.Position.As(RolloutStatus.Expired), $"The flag expired on {Sentences.Of(evidence.Expires!.Value)}, before the rollout started.");

    /// <summary>What lowers exposure, or stops it from rising.</summary>
    private static RolloutStep? Protect(RolloutPlan plan, RolloutState state, RolloutEvidence evidence)
    {
        if (evidence.RollbackBreach is { } broken)
        {
            return RollBack(state, $"Guard `{broken}` reached its limit. {Sentences.Of(evidence, broken)}");
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
        if (state.Status == RolloutStatus.Holding)
        {
            return RolloutStep.Wait(Sentences.OfHold(state));
        }

        if (!evidence.IsDefined)
        {
            return Hold(state, RolloutHoldReason.FlagDeleted, "The flag's definition is gone; what was locked at the start stays in force.");
        }

        RolloutStep step = AdvanceRules.Advance(plan, state, evidence, now, isWindowOver: false);
        return step.Move is null && WindowOf(plan, state) is { } window && evidence.Clocks.Window >= window ? EndWindow(plan, state, evidence, now, window) : step;
    }

    private static TimeSpan? WindowOf(RolloutPlan plan, RolloutState state) => state.Stage >= 0 ? plan.Stages[state.Stage].Window : plan.Window;

    private static RolloutStep EndWindow(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, DateTimeOffset now, TimeSpan window)
    {
        string reason = $"The stage has lasted longer than its window of {Sentences.Of(window)}.";
        WindowEnd end = state.Stage >= 0 ? plan.Stages[state.Stage].OnWindowEnd : plan.OnWindowEnd;
        return end switch
        {
            WindowEnd.RollBack => RollBack(state, reason),
            WindowEnd.Advance => AdvanceRules.Advance(plan, state, evidence, now, isWindowOver: true),
            _ => Hold(state, RolloutHoldReason.WindowEnded, reason),
        };
    }

    private static RolloutStep RollBack(RolloutState state, string reason) => RolloutStep.Make(RolloutEntryKind.RollBack, state.Position.As(RolloutStatus.RolledBack), reason);

    private static RolloutStep Hold(RolloutState state, RolloutHoldReason why, string reason, string? guard = null) =>
        RolloutStep.Make(RolloutEntryKind.Hold, state.Position.Holding(why, guard), reason);
}
