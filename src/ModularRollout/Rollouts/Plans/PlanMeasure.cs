namespace ModularRollout.Rollouts.Plans;

/// <summary>Says where a rollout's outcomes come from.</summary>
public enum PlanMeasure
{
    /// <summary>From the code that acts on the decision, which records them; the default.</summary>
    Switch,

    /// <summary>From status and duration of the local root activity in which the decision was made.</summary>
    Activity,
}
