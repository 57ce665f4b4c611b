namespace ModularRollout.Rollouts.Portfolios;

/// <summary>All rollouts of a gate at one moment: where each stands and what it waits for, in the order in which they can be done; what they risk together; what can be removed.</summary>
/// <remarks>Immutable. Made by <see cref="RolloutController.Portfolio"/>, as this process knows it: what a rollout waits for is known where rollouts are controlled.</remarks>
public sealed class RolloutPortfolio
{
    internal RolloutPortfolio(DateTimeOffset madeAt) => MadeAt = madeAt;

    /// <summary>Gets when the portfolio was made.</summary>
    public DateTimeOffset MadeAt { get; }

    /// <summary>Gets the rollouts that have not completed, in the order in which they can: none comes before one that its <c>after</c> names.</summary>
    /// <value>Where that leaves a choice, what is exposed comes first, then what is scheduled, drafts, and what was rolled back, aborted or expired; then the ordinal order of flags.</value>
    public IReadOnlyList<PortfolioItem> Backlog { get; internal init; } = [];

    /// <summary>Gets the rollouts that have completed, in the ordinal order of their flags.</summary>
    public IReadOnlyList<RolloutProgress> Completed { get; internal init; } = [];

    /// <summary>Gets what the exposed rollouts put on each system that flags of the portfolio touch, in ordinal order.</summary>
    public IReadOnlyList<SystemLoad> Systems { get; internal init; } = [];

    /// <summary>Gets the flags that can or should be removed: expired, about to expire, or completely rolled out, in the ordinal order of their names.</summary>
    public IReadOnlyList<FlagRemoval> Removals { get; internal init; } = [];

    /// <summary>Writes the portfolio as a page.</summary>
    /// <returns>Markdown (CommonMark with GitHub's tables) with line feeds, the same in every culture; texts of definitions are escaped.</returns>
    public string ToMarkdown() => PortfolioPage.Write(this);
}
