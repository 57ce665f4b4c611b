namespace ModularRollout.Rollouts.Plans;

/// <summary>Says when a rollout starts.</summary>
public enum PlanStart
{
    /// <summary>When an operator starts it; the default.</summary>
    Manual,

    /// <summary>As soon as its plan is published.</summary>
    OnPublish,

    /// <summary>At <see cref="RolloutPlan.StartAt"/>.</summary>
    At,
}
