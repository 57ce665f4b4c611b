namespace ModularRollout.Rollouts.Journal;

/// <summary>Names what an entry of a rollout's journal records.</summary>
public enum RolloutEntryKind
{
    /// <summary>An attempt is given an instant to start at.</summary>
    Schedule,

    /// <summary>An attempt begins; the entry holds the locked plan and variants.</summary>
    Start,

    /// <summary>The next stage is entered.</summary>
    Advance,

    /// <summary>The rollout holds.</summary>
    Hold,

    /// <summary>The rollout goes on after a hold.</summary>
    Resume,

    /// <summary>The next stage waits for its approval.</summary>
    AwaitApproval,

    /// <summary>Somebody approved the next stage.</summary>
    Approve,

    /// <summary>Somebody took note of a guard's breach; its evidence starts anew.</summary>
    Acknowledge,

    /// <summary>The last stage has proven itself.</summary>
    Complete,

    /// <summary>Everybody gets the baseline again.</summary>
    RollBack,

    /// <summary>An operator ended the attempt.</summary>
    Abort,

    /// <summary>The flag expired before the rollout started.</summary>
    Expire,

    /// <summary>A changed definition replaces what was locked.</summary>
    Adopt,

    /// <summary>The flag's kill switch was turned on.</summary>
    Kill,

    /// <summary>The flag's kill switch was turned off.</summary>
    Revive,

    /// <summary>A command was refused; the state did not change.</summary>
    Refuse,

    /// <summary>A drill of the plan was passed.</summary>
    Drill,

    /// <summary>A listener was told, or could not be.</summary>
    Deliver,

    /// <summary>The closing report of an attempt.</summary>
    Report,

    /// <summary>What a running attempt does not lock was edited: its flag's rules, targets or requirements, or a segment or flag that it refers to.</summary>
    Edit,

    /// <summary>The plan was removed once the attempt had completed or ended: from then on the definition alone decides.</summary>
    Release,

    /// <summary>The completed plan was published again after it had been removed, and with it holds what it locked.</summary>
    Relock,
}
