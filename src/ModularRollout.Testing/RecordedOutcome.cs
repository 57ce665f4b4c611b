namespace ModularRollout.Testing;

/// <summary>Says what code under test recorded of work it did under a decision.</summary>
/// <remarks>Immutable.</remarks>
public sealed class RecordedOutcome
{
    internal RecordedOutcome(in Decision decision, DecisionArm arm, string? targetingKey, Outcome outcome)
    {
        Flag = decision.Flag;
        Variant = decision.Variant;
        Arm = arm;
        TargetingKey = targetingKey;
        Outcome = outcome;
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag { get; }

    /// <summary>Gets the variant that was served.</summary>
    public string? Variant { get; }

    /// <summary>Gets the arm of the decision.</summary>
    public DecisionArm Arm { get; }

    /// <summary>Gets the subject's targeting key.</summary>
    /// <value><see langword="null"/> where the subject had none, or nobody said.</value>
    public string? TargetingKey { get; }

    /// <summary>Gets the outcome: failure, duration, custom event.</summary>
    public Outcome Outcome { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string what = Outcome.CustomEvent is { } name ? $"event `{name}`" : Outcome.IsFailure ? "failure" : "success";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Flag} ({Variant}, {Arm}): {what} after {Outcome.Duration.TotalMilliseconds} ms");
    }
}
