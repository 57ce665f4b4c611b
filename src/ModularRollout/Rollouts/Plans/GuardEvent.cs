namespace ModularRollout.Rollouts.Plans;

/// <summary>The outcomes that count against a guard's limit.</summary>
public sealed class GuardEvent
{
    internal GuardEvent(GuardEventKind kind, TimeSpan? threshold = null, string? name = null)
    {
        Kind = kind;
        Threshold = threshold;
        Name = name;
    }

    /// <summary>Gets the kind of event.</summary>
    public GuardEventKind Kind { get; }

    /// <summary>Gets the longest duration that does not count.</summary>
    /// <value>Set for <see cref="GuardEventKind.SlowerThan"/> alone.</value>
    public TimeSpan? Threshold { get; }

    /// <summary>Gets the name of the custom event.</summary>
    /// <value>Set for <see cref="GuardEventKind.Custom"/> alone.</value>
    public string? Name { get; }
}
