using System.Globalization;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>What a stage needs before the next one is entered. Every condition that is not met is a sentence.</summary>
internal static class AdvanceRules
{
    /// <summary>Advances, completes, or asks for the approval of the next stage; or says what the stage waits for.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="state">Where the rollout stands.</param>
    /// <param name="evidence">What is known.</param>
    /// <param name="now">The time.</param>
    /// <param name="waiver">What need not be met.</param>
    public static RolloutStep Advance(RolloutPlan plan, RolloutState state, RolloutEvidence evidence, DateTimeOffset now, AdvanceWaiver waiver)
    {
        List<string> waits = [];
        if (state.Stage >= 0)
        {
            AddEvidence(waits, plan, state, evidence, waiver);
            AddDrill(waits, plan.Stages[state.Stage], state, now);
        }

        AddBreaches(waits, state);
        AddProbes(waits, evidence);
        waits.AddRange(evidence.Obstacles);
        AddHours(waits, plan, now);
        return waits.Count > 0 && state.Status != RolloutStatus.AwaitingApproval ? new RolloutStep(null, waits) : Enter(plan, state, waits);
    }

    /// <summary>Adds that the change hours are closed.</summary>
    public static void AddHours(List<string> waits, RolloutPlan plan, DateTimeOffset now)
    {
        if (plan.ChangeHours is { } hours && !hours.IsOpen(now))
        {
            waits.Add(hours.NextOpening(now) is { } next ? $"The change hours are closed until {Sentences.Of(next)}." : "The change hours are closed.");
        }
    }

    private static RolloutStep Enter(RolloutPlan plan, RolloutState state, List<string> waits)
    {
        int next = state.Stage + 1;
        if (next == plan.Stages.Count)
        {
            return waits.Count > 0 ? new RolloutStep(null, waits) : RolloutStep.Make(RolloutEntryKind.Complete, state.Position.Completed(), Sentences.OfCompletion(plan));
        }

        RolloutStage stage = plan.Stages[next];
        int missing = stage.Approval is { } approval ? approval.Count - SignOffs(state, approval) : 0;
        if (missing > 0)
        {
            string ask = string.Create(CultureInfo.InvariantCulture, $"Stage `{stage.Name}` waits for {missing} more {(missing == 1 ? "approval" : "approvals")} from {string.Join(" or ", stage.Approval!.From)}.");
            waits.Insert(0, ask);
            return state.Status == RolloutStatus.AwaitingApproval
                ? new RolloutStep(null, waits)
                : RolloutStep.Make(RolloutEntryKind.AwaitApproval, state.Position.As(RolloutStatus.AwaitingApproval), ask);
        }

        return waits.Count > 0
            ? new RolloutStep(null, waits)
            : RolloutStep.Make(RolloutEntryKind.Advance, state.Position.Running(next), Sentences.OfAdvance(plan, state, stage));
    }

    /// <summary>Counts distinct actors; whoever approves for two groups counts once.</summary>
    private static int SignOffs(RolloutState state, RolloutApproval approval)
    {
        var actors = new HashSet<string>(StringComparer.Ordinal);
        foreach (RolloutSignOff signOff in state.SignOffs)
        {
            foreach (string group in approval.From)
            {
                if (group == signOff.Group)
                {
                    actors.Add(signOff.Actor);
                }
            }
        }

        return actors.Count;
    }

    private static void AddEvidence(List<string> waits, RolloutPlan plan, RolloutState state, RolloutEvidence evidence, AdvanceWaiver waiver)
    {
        if (!evidence.IsOf(state))
        {
            waits.Add(Sentences.NotLookedAt);
            return;
        }

        RolloutStage stage = plan.Stages[state.Stage];
        waits.AddRange(evidence.Unknowns);
        if (waiver == AdvanceWaiver.None && evidence.Clocks.Dwell < stage.Dwell)
        {
            waits.Add($"The stage has been healthy for {Sentences.Of(evidence.Clocks.Dwell)} of {Sentences.Of(stage.Dwell)}.");
        }

        int least = LeastSubjects(stage, waiver);
        if (evidence.Subjects < least)
        {
            waits.Add(string.Create(CultureInfo.InvariantCulture, $"{evidence.Subjects} of at least {least} subjects have an outcome."));
        }

        foreach (RolloutGuard guard in plan.Guards)
        {
            AddGuard(waits, guard, evidence, LeastVerdict(plan, guard, stage, waiver));
        }
    }

    /// <summary>Without any evidence nothing advances by itself.</summary>
    private static int LeastSubjects(RolloutStage stage, AdvanceWaiver waiver) => waiver switch
    {
        AdvanceWaiver.None => Math.Max(1, stage.MinSubjects),
        AdvanceWaiver.Time => 1,
        _ => 0,
    };

    private static GuardVerdict LeastVerdict(RolloutPlan plan, RolloutGuard guard, RolloutStage stage, AdvanceWaiver waiver)
    {
        if (waiver != AdvanceWaiver.None || guard.Prove is not { } proof)
        {
            return waiver == AdvanceWaiver.None ? GuardVerdict.Healthy : GuardVerdict.Inconclusive;
        }

        // Where no share is exposed at random nothing can be proven by comparison.
        return proof.IsComparison && Exposures.PercentAt(plan, stage.Index) == 0 ? GuardVerdict.Healthy : GuardVerdict.NonInferior;
    }

    private static void AddGuard(List<string> waits, RolloutGuard guard, RolloutEvidence evidence, GuardVerdict least)
    {
        GuardReading reading = evidence.Readings[guard.Index];
        if (!guard.IsDryRun && reading.Verdict < least)
        {
            waits.Add($"Guard `{guard.Name}` is {reading.Verdict}, and {least} is needed. {reading.Sentence}");
        }
    }

    /// <summary>Adds what probes say; of one that failed to run it is known already that nobody knows.</summary>
    private static void AddProbes(List<string> waits, RolloutEvidence evidence)
    {
        foreach (string probe in evidence.Probes)
        {
            if (!waits.Contains(probe))
            {
                waits.Add(probe);
            }
        }
    }

    private static void AddDrill(List<string> waits, RolloutStage stage, RolloutState state, DateTimeOffset now)
    {
        if (stage.LastDrill is not { } age)
        {
            return;
        }

        if (state.LastDrill is not { } last)
        {
            waits.Add($"No drill of the plan has been passed; one of the last {Sentences.Of(age)} is needed.");
        }
        else if (now - last > age)
        {
            waits.Add($"The last drill was passed {Sentences.Of(now - last)} ago; one of the last {Sentences.Of(age)} is needed.");
        }
    }

    private static void AddBreaches(List<string> waits, RolloutState state)
    {
        foreach (string guard in state.OpenBreaches)
        {
            waits.Add($"Guard `{guard}` breached, and nobody has acknowledged it.");
        }
    }
}
