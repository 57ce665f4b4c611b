namespace ModularRollout.Rollouts;

/// <summary>Names why a rollout holds.</summary>
public enum RolloutHoldReason
{
    /// <summary>It does not hold.</summary>
    None,

    /// <summary>An operator paused it.</summary>
    Paused,

    /// <summary>A guard reached its limit, and the plan says to hold.</summary>
    Breach,

    /// <summary>There were decisions but no outcomes for longer than <c>maxBlind</c>.</summary>
    Blind,

    /// <summary>The stage lasted longer than its window.</summary>
    WindowEnded,

    /// <summary>The flag's definition is gone; what was locked at the start stays in force.</summary>
    FlagDeleted,
}
