namespace ModularRollout.Rollouts.Plans;

/// <summary>Says what a guard's budget counts.</summary>
public enum GuardScope
{
    /// <summary>Every outcome. Valid when the chance of each to fail, given the past, is within the budget: bursts break that.</summary>
    Outcome,

    /// <summary>The first outcome of each subject in each stage; the default.</summary>
    Subject,
}
