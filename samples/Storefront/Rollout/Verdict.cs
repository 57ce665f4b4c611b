using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Reports;

namespace Storefront.Rollout;

/// <summary>How a run ended, and whether that is how it should end.</summary>
internal sealed record Verdict
{
    public required Release Release { get; init; }

    /// <summary>Gets where the rollout stands at the end.</summary>
    public required RolloutStatus Status { get; init; }

    /// <summary>Gets what was served before the rollout began.</summary>
    public required Served Before { get; init; }

    /// <summary>Gets what was served by the last snapshot before the rollout ended.</summary>
    public required Served Exposed { get; init; }

    /// <summary>Gets what is served at the end.</summary>
    public required Served After { get; init; }

    /// <summary>Gets the orders that the new checkout sold in the last ten minutes, after the rollout had ended.</summary>
    public required long OrdersSince { get; init; }

    /// <summary>Gets the journal as it was read back from the store.</summary>
    public required RolloutJournal Journal { get; init; }

    /// <summary>Gets what the attempt showed; <see langword="null"/> where it has not ended.</summary>
    public RolloutReport? Report => RolloutReport.Of(Journal);

    /// <summary>Gets the subjects that are served as before.</summary>
    public int Restored => After.SameAs(Before);

    /// <summary>Gets whether A reached everybody but the customer whom the flag's <c>targets</c> keep on the old form, or B everybody was taken back, bit for bit.</summary>
    public bool IsAsExpected => Journal.Damage is null && (Release == Release.Healthy
        ? Status == RolloutStatus.Completed && After.Candidates == After.Subjects - 1
        : Status == RolloutStatus.RolledBack && Restored == After.Subjects && After.ContentHash == Before.ContentHash);
}
