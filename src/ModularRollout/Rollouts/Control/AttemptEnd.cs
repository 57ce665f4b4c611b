using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>The entry that ended an attempt.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="WasComplete">Whether the attempt had completed before.</param>
internal sealed record AttemptEnd(RolloutJournalEntry Entry, bool WasComplete)
{
    /// <summary>Gets whether an entry ends an attempt; one that waited for its store may have been overtaken by another end.</summary>
    public static bool IsEnd(RolloutJournalEntry entry) => entry.From.Status != entry.To.Status
        && entry.Kind is RolloutEntryKind.Complete or RolloutEntryKind.RollBack or RolloutEntryKind.Abort or RolloutEntryKind.Expire;

    public bool Equals(AttemptEnd? other) => other is not null && other.Entry.Hash == Entry.Hash && other.WasComplete == WasComplete;

    public override int GetHashCode() => Entry.Hash.GetHashCode(StringComparison.Ordinal);

    /// <summary>Makes the public picture of the end.</summary>
    /// <param name="plan">The attempt's plan; <see langword="null"/> where there was none.</param>
    public RolloutEnd ToPublic(RolloutPlan? plan)
    {
        RolloutPosition from = Entry.From;
        bool wasExposed = plan is not null && from.Stage >= 0 && from.Stage < plan.Stages.Count;
        return new RolloutEnd
        {
            Status = Entry.To.Status,
            Time = Entry.Time,
            Actor = Entry.Actor,
            Reason = Entry.Reason,
            Guard = Entry.To.Guard,
            Stage = wasExposed ? plan!.Stages[from.Stage] : null,
            SharePercent = wasExposed ? Exposures.PercentOf(plan!, new RolloutStretch(from.Stretch, from.Stage, WasComplete)) : 0,
            Readings = Entry.Verdicts,
        };
    }
}
