using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Where transitions lead.</summary>
internal static class Positions
{
    /// <summary>Gets whether another stretch may be opened out of turn: an attempt has so many, and every stage to come needs one, as does completion.</summary>
    public static bool HasRoom(RolloutPlan plan, RolloutState state)
    {
        int toCome = state.IsComplete ? 0 : plan.Stages.Count - state.Stage;
        return state.Position.Stretch + 1 + toCome < StretchTable.Most;
    }

    /// <summary>Enters a stage; with a stretch of its own where the exposure changes.</summary>
    public static RolloutPosition Running(this RolloutPosition from, int stage) =>
        new(RolloutStatus.Running, stage, RolloutHoldReason.None, null, stage == from.Stage || from.Stage < 0 ? from.Stretch : from.Stretch + 1);

    /// <summary>Stays in the stage, in another status.</summary>
    public static RolloutPosition As(this RolloutPosition from, RolloutStatus status) => new(status, from.Stage, RolloutHoldReason.None, null, from.Stretch);

    public static RolloutPosition Holding(this RolloutPosition from, RolloutHoldReason reason, string? guard = null) =>
        new(RolloutStatus.Holding, from.Stage, reason, guard, from.Stretch);

    /// <summary>Goes back to the baseline, because of a guard where one is named.</summary>
    public static RolloutPosition RolledBack(this RolloutPosition from, string? guard) =>
        new(RolloutStatus.RolledBack, from.Stage, RolloutHoldReason.None, guard, from.Stretch);

    /// <summary>Stays where it is, in a new stretch: some evidence starts anew.</summary>
    public static RolloutPosition NewStretch(this RolloutPosition from) => new(from.Status, from.Stage, from.HoldReason, from.Guard, from.Stretch + 1);

    /// <summary>Completes: everybody but the holdback gets the candidate from now on.</summary>
    public static RolloutPosition Completed(this RolloutPosition from) => new(RolloutStatus.Completed, from.Stage, RolloutHoldReason.None, null, from.Stretch + 1);
}
