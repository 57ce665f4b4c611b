namespace ModularRollout;

/// <summary>Names a flag that changed, and how.</summary>
public readonly record struct FlagChange
{
    internal FlagChange(string flag, FlagChangeKind kind)
    {
        Flag = flag;
        Kind = kind;
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag { get; }

    /// <summary>Gets how it changed.</summary>
    public FlagChangeKind Kind { get; }
}
