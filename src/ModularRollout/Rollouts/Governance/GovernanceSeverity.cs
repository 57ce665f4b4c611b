namespace ModularRollout.Rollouts.Governance;

/// <summary>Says how much a finding matters, the least first.</summary>
public enum GovernanceSeverity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>Somebody should see to it.</summary>
    Warning,

    /// <summary>What was promised is broken, or nothing would take the rollout back.</summary>
    Error,
}
