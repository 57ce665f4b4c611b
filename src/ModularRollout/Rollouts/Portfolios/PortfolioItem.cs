namespace ModularRollout.Rollouts.Portfolios;

/// <summary>One rollout of the backlog.</summary>
/// <remarks>Immutable.</remarks>
public sealed class PortfolioItem
{
    internal PortfolioItem(RolloutProgress progress, int position)
    {
        Progress = progress;
        Position = position;
    }

    /// <summary>Gets the place in the backlog, 1-based.</summary>
    public int Position { get; }

    /// <summary>Gets where the rollout stands: stage, exposure, evidence, and what it waits for.</summary>
    public RolloutProgress Progress { get; }

    /// <summary>Gets the flags that its <c>after</c> names and whose rollouts have not completed.</summary>
    public IReadOnlyList<string> WaitsFor { get; internal init; } = [];

    /// <summary>Gets the flags of the backlog with which it conflicts, whichever of the two says so.</summary>
    public IReadOnlyList<string> ConflictsWith { get; internal init; } = [];

    /// <summary>Gets those of <see cref="ConflictsWith"/> that are exposed.</summary>
    public IReadOnlyList<string> BlockedBy { get; internal init; } = [];
}
