namespace ModularRollout.Testing;

/// <summary>Says what code under test asked a fake gate, and what it was told.</summary>
/// <remarks>Immutable.</remarks>
public sealed class RecordedDecision
{
    internal RecordedDecision(string? targetingKey, in Decision decision)
    {
        TargetingKey = targetingKey;
        Decision = decision;
    }

    /// <summary>Gets the name of the flag that was asked for.</summary>
    /// <value>Empty where it was <see langword="null"/>.</value>
    public string Flag => Decision.Flag;

    /// <summary>Gets the targeting key of the subject it was asked for.</summary>
    /// <value><see langword="null"/> where the subject had none.</value>
    public string? TargetingKey { get; }

    /// <summary>Gets the decision.</summary>
    public Decision Decision { get; }
}
