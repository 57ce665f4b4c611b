namespace ModularRollout.Rollouts.Journal;

/// <summary>Says where a rollout stands, as an entry of its journal records it.</summary>
/// <remarks>Immutable; compared by value. The default value is a draft before its first stage.</remarks>
public readonly record struct RolloutPosition
{
    private readonly int _entered;

    /// <summary>Makes a position.</summary>
    /// <param name="status">The status.</param>
    /// <param name="stage">The stage's index in the plan; -1 before the first.</param>
    /// <param name="holdReason">Why it holds.</param>
    /// <param name="guard">The guard that made it hold or roll back; <see langword="null"/> where none did.</param>
    /// <param name="stretch">The number of the stretch, 0-based.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stage is below -1, or the stretch below 0.</exception>
    public RolloutPosition(RolloutStatus status, int stage, RolloutHoldReason holdReason = RolloutHoldReason.None, string? guard = null, int stretch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stage, -1);
        ArgumentOutOfRangeException.ThrowIfNegative(stretch);
        Status = status;
        _entered = stage + 1;
        HoldReason = holdReason;
        Guard = guard;
        Stretch = stretch;
    }

    /// <summary>Gets the status.</summary>
    public RolloutStatus Status { get; }

    /// <summary>Gets the stage's index in the plan.</summary>
    /// <value>-1 before the first stage.</value>
    public int Stage => _entered - 1;

    /// <summary>Gets why it holds.</summary>
    public RolloutHoldReason HoldReason { get; }

    /// <summary>Gets the name of the guard that made it hold or roll back.</summary>
    /// <value><see langword="null"/> where none did.</value>
    public string? Guard { get; }

    /// <summary>Gets the number of the stretch.</summary>
    /// <value>0-based: the first of each attempt is 0.</value>
    public int Stretch { get; }
}
