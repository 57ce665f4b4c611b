namespace ModularRollout;

/// <summary>Says who turned a flag's kill switch, when and why.</summary>
public sealed class FlagKill
{
    internal FlagKill(string flag, bool isKill, string actor, string reason, DateTimeOffset at)
    {
        Flag = flag;
        IsKill = isKill;
        Actor = actor;
        Reason = reason;
        At = at;
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag { get; }

    /// <summary>Gets whether the switch was turned on.</summary>
    /// <value><see langword="true"/> for a kill, <see langword="false"/> for a revival.</value>
    public bool IsKill { get; }

    /// <summary>Gets who did it.</summary>
    public string Actor { get; }

    /// <summary>Gets why.</summary>
    public string Reason { get; }

    /// <summary>Gets when.</summary>
    public DateTimeOffset At { get; }
}
