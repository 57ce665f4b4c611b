namespace ModularRollout.Rollouts;

/// <summary>Names where an attempt of a rollout stands.</summary>
public enum RolloutStatus
{
    /// <summary>There is a plan, and nobody has started it: everybody gets the baseline.</summary>
    Draft,

    /// <summary>It starts by itself at an instant: everybody gets the baseline.</summary>
    Scheduled,

    /// <summary>A stage is exposed and guarded.</summary>
    Running,

    /// <summary>A stage is exposed and guarded, and does not advance until somebody resumes it.</summary>
    Holding,

    /// <summary>A stage is exposed and guarded, and the next one waits for its approval.</summary>
    AwaitingApproval,

    /// <summary>Everybody but the holdback gets the candidate.</summary>
    Completed,

    /// <summary>Everybody gets the baseline again; the end of the attempt.</summary>
    RolledBack,

    /// <summary>Ended by an operator before it was exposed, or while it was; everybody gets the baseline; the end of the attempt.</summary>
    Aborted,

    /// <summary>The flag expired before the rollout started; everybody gets the baseline; the end of the attempt.</summary>
    Expired,
}
