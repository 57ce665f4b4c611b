namespace ModularRollout.Rollouts.Plans;

/// <summary>Says what happens when a stage's window ends. A breach always acts, whatever the window says.</summary>
public enum WindowEnd
{
    /// <summary>The rollout stays as it is and waits for an operator; the default.</summary>
    Hold,

    /// <summary>Everybody gets the baseline.</summary>
    RollBack,

    /// <summary>The next stage begins, or the rollout completes.</summary>
    Advance,
}
