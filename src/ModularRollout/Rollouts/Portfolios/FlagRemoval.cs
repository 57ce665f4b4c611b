namespace ModularRollout.Rollouts.Portfolios;

/// <summary>A flag that can or should be removed, and how.</summary>
/// <remarks>Immutable.</remarks>
public sealed class FlagRemoval
{
    internal FlagRemoval(string flag, string reason)
    {
        Flag = flag;
        Reason = reason;
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag { get; }

    /// <summary>Gets why, in a sentence.</summary>
    public string Reason { get; }

    /// <summary>Gets the flag's owner; <see langword="null"/> where it has none.</summary>
    public string? Owner { get; internal init; }

    /// <summary>Gets the flag's last day; <see langword="null"/> where it has none.</summary>
    public DateOnly? Expires { get; internal init; }

    /// <summary>Gets what is deleted with the flag, and when; <see langword="null"/> where the definition does not say.</summary>
    public string? RemovalPlan { get; internal init; }
}
