namespace ModularRollout.Rollouts.Plans;

/// <summary>Says what a rollout does about a breach, or about missing evidence.</summary>
public enum RolloutReaction
{
    /// <summary>It stays as it is and waits for an operator.</summary>
    Hold,

    /// <summary>Everybody gets the baseline.</summary>
    RollBack,
}
