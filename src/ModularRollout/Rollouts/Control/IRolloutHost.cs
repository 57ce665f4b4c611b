using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Control;

/// <summary>What rollouts need of their gate.</summary>
internal interface IRolloutHost
{
    /// <summary>Gets the snapshot in force.</summary>
    FeatureSnapshot Current { get; }

    /// <summary>Puts a set of exposures, and what is locked, in force, as one publish.</summary>
    void Expose(RolloutExposure[] exposures, LockedFlag[] locks);

    /// <summary>Hands over every outcome that was recorded before the call.</summary>
    void Drain();

    /// <summary>Gets how many decisions the rollout of a flag has placed in this process, rings included.</summary>
    long DecisionsOf(string flag, string candidate);

    /// <summary>Gets how many decisions of each flag this process has made; flags without one are left out.</summary>
    IReadOnlyDictionary<string, long> Decisions();

    /// <summary>Turns a flag's kill switch.</summary>
    ValueTask<FlagKillResult> TurnAsync(string flag, bool isKill, string actor, string reason, CancellationToken cancellationToken);
}
