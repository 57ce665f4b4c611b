using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Stores;

/// <summary>What is said to whoever wants of a store what only the holder of its lease may.</summary>
internal static class LeaseNotHeld
{
    public static InvalidOperationException ToAppend(RolloutJournalEntry entry) => new(
        $"Entry {entry.Sequence} of the flag '{entry.Flag}' was not appended: this store does not hold the lease. Only the process that controls rollouts writes "
        + $"journals; acquire the lease with {nameof(IRolloutStore.TryAcquireLeaseAsync)} first.");

    public static InvalidOperationException ToDelete(string flag, RolloutCheckpoint checkpoint) => new(
        $"The checkpoint '{checkpoint.Name}' of the flag '{flag}' was not removed: this store does not hold the lease. Only the process that controls rollouts removes "
        + $"checkpoints; acquire the lease with {nameof(IRolloutStore.TryAcquireLeaseAsync)} first.");
}
