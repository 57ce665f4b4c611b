namespace ModularRollout;

/// <summary>What became of work done under a decision: success or failure and how long it took, or a named custom event.</summary>
/// <remarks>Immutable. Hand it to <see cref="Decision.Record"/> once the work has ended. The default value is a success that took no time.</remarks>
public readonly struct Outcome
{
    private Outcome(bool isFailure, TimeSpan duration, string? customEvent)
    {
        IsFailure = isFailure;
        Duration = duration;
        CustomEvent = customEvent;
    }

    /// <summary>Gets whether the work failed.</summary>
    /// <value>False for a custom event, which is neither.</value>
    public bool IsFailure { get; }

    /// <summary>Gets how long the work took; zero for a custom event.</summary>
    /// <value>Not negative. The outcome is credited to the moment of its report minus this duration: the moment of the decision.</value>
    public TimeSpan Duration { get; }

    /// <summary>Gets the name of the custom event.</summary>
    /// <value><see langword="null"/> for a success or a failure.</value>
    public string? CustomEvent { get; }

    /// <summary>Makes a success.</summary>
    /// <param name="duration">How long the work took; a negative duration, as a clock that was set back gives, counts as zero.</param>
    /// <returns>The outcome.</returns>
    public static Outcome Success(TimeSpan duration) => new(false, NotNegative(duration), null);

    /// <summary>Makes a failure.</summary>
    /// <param name="duration">How long the work took; a negative duration counts as zero.</param>
    /// <returns>The outcome.</returns>
    public static Outcome Failure(TimeSpan duration) => new(true, NotNegative(duration), null);

    /// <summary>Makes a custom event, which guards name in <c>"events": { "custom": … }</c>.</summary>
    /// <param name="name">The event's name, compared by ordinal.</param>
    /// <param name="age">How long ago the decision was made; zero unless said.</param>
    /// <returns>The outcome. It counts beside a success or failure of the same decision, not instead of it.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Outcome Event(string name, TimeSpan age = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new Outcome(false, NotNegative(age), name);
    }

    private static TimeSpan NotNegative(TimeSpan duration) => duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
}
