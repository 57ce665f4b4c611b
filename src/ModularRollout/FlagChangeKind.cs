namespace ModularRollout;

/// <summary>Says how a flag changed from one snapshot to the next.</summary>
public enum FlagChangeKind
{
    /// <summary>The flag is new.</summary>
    Added,

    /// <summary>The flag's definition changed.</summary>
    Changed,

    /// <summary>The flag is gone.</summary>
    Removed,

    /// <summary>The flag's kill switch was turned on.</summary>
    Killed,

    /// <summary>The flag's kill switch was turned off.</summary>
    Revived,

    /// <summary>The flag's rollout moved.</summary>
    Exposed,
}
