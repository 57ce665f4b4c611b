namespace ModularRollout.Rollouts;

/// <summary>A span of time in which no rollout raises its exposure: holidays, a sale, an incident.</summary>
public sealed class RolloutFreeze
{
    /// <summary>Creates a freeze.</summary>
    /// <param name="from">Its first moment.</param>
    /// <param name="to">The moment after its last.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="ArgumentException">It ends before it begins, or the reason is empty.</exception>
    public RolloutFreeze(DateTimeOffset from, DateTimeOffset to, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (to <= from)
        {
            throw new ArgumentException($"The freeze ends at {to:O}, which is not after its begin, {from:O}.", nameof(to));
        }

        From = from;
        To = to;
        Reason = reason;
    }

    /// <summary>Gets the first moment.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Gets the moment after the last.</summary>
    public DateTimeOffset To { get; }

    /// <summary>Gets why.</summary>
    public string Reason { get; }

    internal bool Covers(DateTimeOffset now) => From <= now && now < To;
}
