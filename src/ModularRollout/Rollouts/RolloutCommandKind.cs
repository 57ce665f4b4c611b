namespace ModularRollout.Rollouts;

/// <summary>Names what an operator may tell a rollout to do.</summary>
public enum RolloutCommandKind
{
    /// <summary>Starts the first attempt, or one that is scheduled, now.</summary>
    Start,

    /// <summary>Holds: the exposure stays, and nothing advances.</summary>
    Pause,

    /// <summary>Goes on after a hold; open breaches have to be acknowledged first.</summary>
    Resume,

    /// <summary>Takes note of a guard's breach; its evidence starts anew.</summary>
    Acknowledge,

    /// <summary>Approves the next stage for a group.</summary>
    Approve,

    /// <summary>Enters the next stage now; waives dwell, subjects and proof, never what is not known.</summary>
    Advance,

    /// <summary>Gives everybody the baseline again, at once.</summary>
    RollBack,

    /// <summary>Ends the attempt; everybody gets the baseline.</summary>
    Abort,

    /// <summary>Starts another attempt after one that ended; after completion, under a plan that goes on from what completed.</summary>
    Restart,

    /// <summary>Replaces what is locked by the definition in force.</summary>
    Adopt,

    /// <summary>Turns the flag's kill switch on.</summary>
    Kill,

    /// <summary>Turns the flag's kill switch off.</summary>
    Revive,

    /// <summary>Journals that a drill of the plan was passed.</summary>
    RecordDrill,

    /// <summary>Adds to the report of the last attempt what was learnt, and what is to be done.</summary>
    Annotate,
}
