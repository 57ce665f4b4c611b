using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>A store, and what the tests of any store do with it. What every store promises is in the contracts that derive from this; a store's tests derive from each of those.</summary>
public abstract class RolloutStoreContract
{
    protected static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Opens a store over the medium of this test: each time the same, as far as the medium is shared.</summary>
    protected abstract IRolloutStore Open();

    /// <summary>The clock a test's stores get stands still here.</summary>
    protected internal static DateTimeOffset Written { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    protected internal static async Task<IRolloutLease> Acquire(IRolloutStore store, string holder = "test") =>
        await store.TryAcquireLeaseAsync(holder, None) ?? throw new InvalidOperationException($"{await store.ReadHolderAsync(None)} holds the lease.");

    protected internal static async Task Append(IRolloutStore store, params RolloutJournalEntry[] entries)
    {
        foreach (RolloutJournalEntry entry in entries)
        {
            await store.AppendAsync(entry, None);
        }
    }

    protected static async Task Write(IRolloutStore store, string name, params byte[] content) => await store.WriteCheckpointAsync("checkout", name, content, None);

    /// <summary>Gets what a caller keeps of a checkpoint whose content it has taken.</summary>
    protected static RolloutCheckpoint WithoutContent(RolloutCheckpoint read) => new(read.Name, default, read.Written, read.Version);

    protected static async Task<RolloutJournal> Read(IRolloutStore store, string flag) => RolloutJournal.Read(flag, await store.ReadAsync(flag, 0, None));
}
