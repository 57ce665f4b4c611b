namespace ModularRollout;

/// <summary>Says what turning a kill switch did.</summary>
public readonly record struct FlagKillResult
{
    internal FlagKillResult(bool isChanged, bool isDefined, bool isDurable)
    {
        IsChanged = isChanged;
        IsDefined = isDefined;
        IsDurable = isDurable;
    }

    /// <summary>Gets whether the switch was in the other position before.</summary>
    public bool IsChanged { get; }

    /// <summary>Gets whether the snapshot in force defines the flag.</summary>
    /// <value><see langword="false"/> may be a misspelt name; the switch holds all the same, should the flag be defined later.</value>
    public bool IsDefined { get; }

    /// <summary>Gets whether the switch survives a restart.</summary>
    /// <value><see langword="false"/> without a <see cref="FeatureGateOptions.KillFile"/>, or while it cannot be written; that is tried again until it succeeds.</value>
    public bool IsDurable { get; }
}
