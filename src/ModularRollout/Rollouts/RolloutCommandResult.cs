namespace ModularRollout.Rollouts;

/// <summary>Says what became of a command.</summary>
public sealed class RolloutCommandResult
{
    internal RolloutCommandResult(bool isAccepted, string sentence, bool isJournalled, RolloutProgress? progress)
    {
        IsAccepted = isAccepted;
        Sentence = sentence;
        IsJournalled = isJournalled;
        Progress = progress;
    }

    /// <summary>Gets whether the command took effect.</summary>
    public bool IsAccepted { get; }

    /// <summary>Gets what it did, or why it was refused.</summary>
    public string Sentence { get; }

    /// <summary>Gets whether the journal holds it already.</summary>
    /// <value>False while the store does not accept: what lowers exposure is in effect all the same, and is written as soon as the store is back. False also for a kill or a revival in a process that does not control:
    /// that is in its kill file alone, if it has one, and never gets into the journal.</value>
    public bool IsJournalled { get; }

    /// <summary>Gets where the rollout stands now.</summary>
    /// <value><see langword="null"/> where the flag has no rollout.</value>
    public RolloutProgress? Progress { get; }
}
