namespace ModularRollout.Rollouts.Control;

/// <summary>Everything a decision about a rollout may rest on, at one look. Immutable; the director reads nothing else.</summary>
internal sealed record RolloutEvidence
{
    /// <summary>Gets the attempt that was looked at; 0 where none was.</summary>
    public int Attempt { get; init; }

    /// <summary>Gets the stretch that was looked at.</summary>
    public int Stretch { get; init; }

    /// <summary>Gets what the guards say, in the plan's order.</summary>
    public IReadOnlyList<GuardReading> Readings { get; init; } = [];

    /// <summary>Gets the guard that breached and whose breach rolls back; <see langword="null"/> for none.</summary>
    public string? RollbackBreach { get; init; }

    /// <summary>Gets the guard that breached and whose breach holds; <see langword="null"/> for none.</summary>
    public string? HoldBreach { get; init; }

    /// <summary>Gets why nobody knows how the candidate does; empty where somebody does.</summary>
    public IReadOnlyList<string> Unknowns { get; init; } = [];

    /// <summary>Gets the distinct candidate subjects with an outcome in this stage.</summary>
    public long Subjects { get; init; }

    public RolloutClocks Clocks { get; init; }

    /// <summary>Gets the sentences of probes that are not green.</summary>
    public IReadOnlyList<string> Probes { get; init; } = [];

    /// <summary>Gets why exposure may not rise for reasons outside of the rollout: other rollouts, limits, freezes, a store that lags; empty where it may.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    /// <summary>Gets whether a definition of the flag with a plan is in force.</summary>
    public bool IsDefined { get; init; } = true;

    /// <summary>Gets whether the plan was removed once the attempt had completed or ended, so that the definition alone decides.</summary>
    public bool IsReleased { get; init; }

    /// <summary>Gets the plan in force where that is another one than what was locked; <see langword="null"/> elsewhere.</summary>
    public NextPlan? Next { get; init; }

    /// <summary>Gets the last day the flag should live.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary>Gets whether a state is the one that was looked at: a command may have come in between.</summary>
    public bool IsOf(RolloutState state) => Attempt == state.Attempt && Stretch == state.Position.Stretch;
}
