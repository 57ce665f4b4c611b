using System.Globalization;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Says what a command does in a state, or refuses it with a sentence. Pure; whether the actor may is asked elsewhere.</summary>
internal static class CommandRules
{
    /// <summary>Gets the move that a command makes, or one sentence that refuses it.</summary>
    /// <param name="plan">The plan that is locked, or the one of the definition where nothing is.</param>
    /// <param name="state">Where the rollout stands.</param>
    /// <param name="evidence">What is known.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The time.</param>
    public static RolloutStep Decide(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, RolloutCommand command, DateTimeOffset now) => command.Kind switch
    {
        RolloutCommandKind.Start => Start(plan, state, evidence, command, now),
        RolloutCommandKind.Restart => Restart(plan, state, evidence, command, now),
        RolloutCommandKind.Advance => Advance(plan, state, evidence, command, now),
        RolloutCommandKind.Acknowledge => Acknowledge(plan, state, command),
        RolloutCommandKind.Approve => Approve(plan, state, command),
        RolloutCommandKind.Resume => Resume(state, evidence, command),
        RolloutCommandKind.Annotate => Annotate(state, command),
        _ => Lower(state, evidence, command),
    };

    private static RolloutStep Lower(RolloutState state, RolloutEvidence evidence, RolloutCommand command) => command.Kind switch
    {
        RolloutCommandKind.Pause when state.Status is RolloutStatus.Running or RolloutStatus.AwaitingApproval =>
            RolloutStep.Make(RolloutEntryKind.Hold, state.Position.Holding(RolloutHoldReason.Paused), command.Reason),
        RolloutCommandKind.RollBack when state.Status == RolloutStatus.Completed && evidence.IsReleased =>
            RolloutStep.Wait("The rollout completed and its plan was removed: the definition alone decides, so change that, or turn the flag's kill switch."),
        RolloutCommandKind.RollBack when state.IsExposed || state.Status == RolloutStatus.Completed =>
            RolloutStep.Make(RolloutEntryKind.RollBack, state.Position.As(RolloutStatus.RolledBack), command.Reason),
        RolloutCommandKind.Abort when state.IsExposed || state.Status is RolloutStatus.Draft or RolloutStatus.Scheduled =>
            RolloutStep.Make(RolloutEntryKind.Abort, state.Position.As(RolloutStatus.Aborted), command.Reason),
        RolloutCommandKind.RecordDrill => RolloutStep.Make(RolloutEntryKind.Drill, state.Position, command.Reason),
        _ => Refuse(state, command),
    };

    private static RolloutStep Start(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, RolloutCommand command, DateTimeOffset now) =>
        state.Status is RolloutStatus.Draft or RolloutStatus.Scheduled ? Begin(plan, evidence, command, now)
        : state.IsExposed ? Refuse(state, command)
        : RolloutStep.Wait($"Start is not possible: the rollout is {state.Status}; Restart starts {(state.IsEnded ? "another attempt" : "a further one")}.");

    private static RolloutStep Restart(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, RolloutCommand command, DateTimeOffset now)
    {
        if (state.Status == RolloutStatus.Completed)
        {
            return GoOn(plan, evidence, command, now);
        }

        if (!state.IsEnded)
        {
            return Refuse(state, command);
        }

        return evidence.Next is { } next ? RolloutStep.Wait(next.Sentence)
            : state.AttemptOfPlan < plan.MaxAttempts ? Begin(plan, evidence, command, now)
            : RolloutStep.Wait(string.Create(CultureInfo.InvariantCulture, $"There were {state.AttemptOfPlan} attempts, and the plan allows {plan.MaxAttempts}; raise `maxAttempts`."));
    }

    /// <summary>Starts a further rollout after one that completed: everybody keeps what they have.</summary>
    private static RolloutStep GoOn(RolloutPlan completed, RolloutEvidence evidence, RolloutCommand command, DateTimeOffset now)
    {
        if (evidence.Next is not { Refusal: null } next)
        {
            return RolloutStep.Wait(evidence.Next?.Refusal
                ?? (evidence.IsReleased ? "The plan was removed after completion, and there is no other: publish one whose baseline is what the definition serves, then restart."
                : $"The plan in force is the one that completed: publish one whose baseline is `{completed.Candidate}`, and whose candidate is another variant, then restart."));
        }

        RolloutStep step = Begin(next.Plan, evidence, command with { Reason = Sentences.Join(command.Reason, next.Effect) }, now);
        return step.Move is { } move ? new RolloutStep(move with { Effect = next.Effect }, []) : step;
    }

    private static RolloutStep Begin(RolloutPlan plan, RolloutEvidence evidence, RolloutCommand command, DateTimeOffset now) =>
        !evidence.IsDefined ? RolloutStep.Wait("The definition in force has no plan; publish one first.")
        : StartRules.IsExpired(evidence, now) ? RolloutStep.Wait($"The flag expired on {Sentences.Of(evidence.Expires!.Value)}; give it a later day first.")
        : StartRules.Start(plan, evidence, now, command.Reason);

    private static RolloutStep Advance(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, RolloutCommand command, DateTimeOffset now)
    {
        if (state.Status is not (RolloutStatus.Running or RolloutStatus.AwaitingApproval))
        {
            return Refuse(state, command);
        }

        RolloutStep step = AdvanceRules.Advance(plan, state, evidence, now, AdvanceWaiver.Evidence);
        return step.Move is { } move ? new RolloutStep(move with { Reason = command.Reason }, []) : step;
    }

    private static RolloutStep Acknowledge(RolloutPlan plan, RolloutState state, RolloutCommand command)
    {
        string guard = command.Argument ?? "";
        if (!state.IsExposed)
        {
            return Refuse(state, command);
        }

        if (!state.OpenBreaches.Contains(guard))
        {
            return RolloutStep.Wait(state.OpenBreaches.Count == 0
                ? "No guard has a breach to acknowledge."
                : $"Guard `{guard}` has no breach to acknowledge; {string.Join(", ", state.OpenBreaches)} has.");
        }

        return Positions.HasRoom(plan, state)
            ? RolloutStep.Make(RolloutEntryKind.Acknowledge, state.Position.NewStretch(), command.Reason, guard)
            : RolloutStep.Wait(Sentences.NoRoom);
    }

    private static RolloutStep Approve(RolloutPlan plan, RolloutState state, RolloutCommand command)
    {
        int next = state.Stage + 1;
        if (!state.IsExposed || next >= plan.Stages.Count || plan.Stages[next].Approval is not { } approval)
        {
            return state.IsExposed ? RolloutStep.Wait("The next stage needs no approval.") : Refuse(state, command);
        }

        foreach (RolloutSignOff signOff in state.SignOffs)
        {
            if (signOff.Actor == command.Actor)
            {
                return RolloutStep.Wait($"`{command.Actor}` has approved stage `{plan.Stages[next].Name}` already, and counts once.");
            }
        }

        string group = command.Argument ?? "";
        foreach (string known in approval.From)
        {
            if (known == group)
            {
                return RolloutStep.Make(RolloutEntryKind.Approve, state.Position, command.Reason, group);
            }
        }

        return RolloutStep.Wait($"Stage `{plan.Stages[next].Name}` is approved by {string.Join(" or ", approval.From)}, not by `{group}`.");
    }

    private static RolloutStep Resume(RolloutState state, RolloutEvidence evidence, RolloutCommand command)
    {
        if (state.Status != RolloutStatus.Holding)
        {
            return Refuse(state, command);
        }

        if (state.OpenBreaches.Count > 0)
        {
            return RolloutStep.Wait($"Acknowledge the breach of {string.Join(", ", state.OpenBreaches)} first.");
        }

        return state.Position.HoldReason == RolloutHoldReason.FlagDeleted && !evidence.IsDefined
            ? RolloutStep.Wait("The flag's definition is still gone; publish it again, or roll back.")
            : RolloutStep.Make(RolloutEntryKind.Resume, state.Position.As(ResumedAs(state)), command.Reason);
    }

    private static RolloutStatus ResumedAs(RolloutState state) =>
        state.IsComplete ? RolloutStatus.Completed : state.Stage < 0 ? RolloutStatus.AwaitingApproval : RolloutStatus.Running;

    private static RolloutStep Annotate(RolloutState state, RolloutCommand command) => state.Attempt > 0
        ? RolloutStep.Make(RolloutEntryKind.Report, state.Position, command.Reason, command.Argument)
        : RolloutStep.Wait("There is nothing to annotate: no attempt has started.");

    private static RolloutStep Refuse(RolloutState state, RolloutCommand command) =>
        RolloutStep.Wait($"{command.Kind} is not possible: the rollout is {state.Status}.");
}

