using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>What every store promises of its lease: who gets it, and what nobody may do without it; and that every call can be cancelled.</summary>
public abstract class StoreLeaseContract : RolloutStoreContract
{
    [Fact]
    public async Task TryAcquireLeaseAsync_WhileHeld_IsNull()
    {
        IRolloutStore store = Open();
        IRolloutLease lease = await Acquire(store, "first");

        Assert.Null(await store.TryAcquireLeaseAsync("second", None));
        Assert.Null(await Open().TryAcquireLeaseAsync("second", None));
        Assert.Equal("first", await Open().ReadHolderAsync(None));
        Assert.Equal(("first", true), (lease.Holder, lease.IsHeld));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_AfterRelease_GivesANewLease()
    {
        IRolloutStore store = Open();
        IRolloutLease first = await Acquire(store, "first");

        await first.DisposeAsync();
        await first.DisposeAsync();

        Assert.False(first.IsHeld);
        Assert.Null(await store.ReadHolderAsync(None));
        await using IRolloutLease second = await Acquire(Open(), "second");
        await first.DisposeAsync();
        Assert.True(second.IsHeld);
        Assert.Null(await store.TryAcquireLeaseAsync("third", None));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_ManyAtOnce_OneGetsIt()
    {
        IRolloutStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => Open())];

        IRolloutLease?[] leases = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await stores[i % 4].TryAcquireLeaseAsync($"{i}", None))));

        await Assert.Single(leases, static lease => lease is not null)!.DisposeAsync();
    }

    [Fact]
    public async Task AppendAsync_WithoutLease_ThrowsAndChangesNothing()
    {
        IRolloutStore store = Open();
        IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry[] chain = Entries.Chain(2);
        await store.AppendAsync(chain[0], None);
        await lease.DisposeAsync();

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.AppendAsync(chain[1], None));

        Assert.Contains("does not hold the lease", exception.Message, StringComparison.Ordinal);
        Assert.Single(await store.ReadAsync("checkout", 0, None));
    }

    [Fact]
    public async Task DeleteCheckpointAsync_WithoutLease_ThrowsAndChangesNothing()
    {
        IRolloutStore store = Open();
        await Write(store, "a", 1);
        RolloutCheckpoint read = Assert.Single(await store.ReadCheckpointsAsync("checkout", None));
        IRolloutLease lease = await Acquire(store);
        await lease.DisposeAsync();

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.DeleteCheckpointAsync("checkout", read, None));

        Assert.StartsWith("The checkpoint 'a' of the flag 'checkout' was not removed: this store does not hold the lease.", exception.Message, StringComparison.Ordinal);
        Assert.Single(await store.ReadCheckpointsAsync("checkout", None));
    }

    [Fact]
    public async Task Members_Cancelled_Throw()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        var cancelled = new CancellationToken(canceled: true);

        Func<Task>[] calls =
        [
            async () => await store.TryAcquireLeaseAsync("x", cancelled),
            async () => await store.ReadHolderAsync(cancelled),
            async () => await store.ListAsync(cancelled),
            async () => await store.ReadAsync("checkout", 0, cancelled),
            async () => await store.AppendAsync(Entries.After(previous: null), cancelled),
            async () => await store.WriteCheckpointAsync("checkout", "x", default, cancelled),
            async () => await store.ReadCheckpointsAsync("checkout", cancelled),
            async () => await store.ReadCheckpointsAsync("checkout", [], cancelled),
            async () => await store.DeleteCheckpointAsync("checkout", new RolloutCheckpoint("x", default, Written), cancelled),
        ];

        foreach (Func<Task> call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Empty(await store.ReadAsync("checkout", 0, None));
        Assert.Empty(await store.ReadCheckpointsAsync("checkout", None));
    }
}
