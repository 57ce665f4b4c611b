using System.Text;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>Disks that are full, flushes that fail, and crashes after either.</summary>
public sealed class FileRolloutStoreDiskTests
{
    private readonly RolloutJournalEntry[] _checkout = Entries.Chain(5, reason: "x");

    [Fact]
    public async Task DeleteCheckpointAsync_FlushFails_ThrowsAndTheNextOneRemovesIt()
    {
        using RecordedStore store = await RecordedStore.LeasedAsync();
        await store.CheckpointAsync("a", "first");
        RolloutCheckpoint first = Assert.Single(await store.ReadCheckpointsAsync());
        store.Disk.FailFlush = static _ => true;

        await Assert.ThrowsAsync<IOException>(async () => await store.Store.DeleteCheckpointAsync("checkout", first, CancellationToken.None));

        store.Disk.FailFlush = static _ => false;
        store.Dispose();
        using RecordedStore next = await RecordedStore.LeasedAsync(store.Disk, "two");
        RolloutCheckpoint back = Assert.Single(await next.ReadCheckpointsAsync());
        await next.Store.DeleteCheckpointAsync("checkout", back, CancellationToken.None);
        Assert.DoesNotContain(store.Disk.List(RecordedStore.Folder), static file => file.Name.Contains("checkpoint", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public async Task DiskIsFull_CrashAnywhere_LosesNothingAcknowledged(int arriving)
    {
        using RecordedStore store = await RecordedStore.LeasedAsync();
        await store.AppendAsync(_checkout[0]);

        store.Disk.FailWrite = (_, bytes) => Math.Min(arriving, bytes.Length);
        await Assert.ThrowsAsync<IOException>(async () => await store.AppendAsync(_checkout[1]));
        store.Disk.FailWrite = static (_, _) => null;
        await store.AppendAsync(Entries.After(_checkout[0], reason: "Decided anew."));

        Assert.Equal(2, (await store.Store.ReadAsync("checkout", 0, CancellationToken.None)).Count);
        Assert.Empty(store.Store.Damages);
        Assert.InRange(await store.CheckEveryCrashAsync(), 1_000, int.MaxValue);
    }

    [Fact]
    public async Task AppendAsync_DiskFullAtEveryByte_SameEntryIsAppendedLater()
    {
        for (int arriving = 0; arriving <= RecordedStore.LineOf(_checkout[1]).Length; arriving++)
        {
            using RecordedStore store = await RecordedStore.LeasedAsync();
            await store.AppendAsync(_checkout[0]);

            int bytes = arriving;
            store.Disk.FailWrite = (_, _) => bytes;
            await Assert.ThrowsAsync<IOException>(async () => await store.AppendAsync(_checkout[1]));
            await Assert.ThrowsAsync<IOException>(async () => await store.AppendAsync(_checkout[1]));
            store.Disk.FailWrite = static (_, _) => null;
            await store.AppendAsync(_checkout[1]);

            Assert.Equal([.. RecordedStore.LineOf(_checkout[0]), .. RecordedStore.LineOf(_checkout[1])], store.Disk.Read(RecordedStore.Journal)!);
        }
    }

    [Fact]
    public async Task AppendAsync_FlushFails_IsNotAcknowledgedUntilOneSucceeds()
    {
        using RecordedStore store = await RecordedStore.LeasedAsync();
        await store.AppendAsync(_checkout[0]);

        store.Disk.FailFlush = static _ => true;
        await Assert.ThrowsAsync<IOException>(async () => await store.AppendAsync(_checkout[1]));
        await Assert.ThrowsAsync<IOException>(async () => await store.AppendAsync(_checkout[1]));
        store.Disk.FailFlush = static _ => false;
        await store.AppendAsync(_checkout[1]);

        Assert.Equal(2, (await store.Store.ReadAsync("checkout", 0, CancellationToken.None)).Count);
        await store.CheckEveryCrashAsync();
    }

    [Fact]
    public async Task Takeover_EntryThatWasWrittenButNotFlushed_IsFlushedBeforeItIsAcknowledged()
    {
        var disk = new CrashDisk();
        using (RecordedStore first = await RecordedStore.LeasedAsync(disk))
        {
            await first.AppendAsync(_checkout[0]);
            disk.FailFlush = static _ => true;
            await Assert.ThrowsAsync<IOException>(async () => await first.AppendAsync(_checkout[1]));
            disk.FailFlush = static _ => false;
        }

        using RecordedStore second = await RecordedStore.LeasedAsync(disk, "two");
        await second.AppendAsync(_checkout[1]);

        await second.CheckEveryCrashAsync();
    }

    [Fact]
    public async Task WriteCheckpointAsync_DiskIsFull_KeepsTheOneBefore()
    {
        using var store = new RecordedStore(new CrashDisk());
        await store.CheckpointAsync("controller", "first");

        store.Disk.FailWrite = static (_, _) => 3;
        await Assert.ThrowsAsync<IOException>(async () => await store.CheckpointAsync("controller", "second"));
        store.Disk.FailWrite = static (_, _) => null;

        Assert.Equal("first", Encoding.UTF8.GetString(Assert.Single(await store.ReadCheckpointsAsync()).Content.Span));
        Assert.Equal([Path.Combine(RecordedStore.Folder, "checkpoint-checkout@controller.checkpoint")], store.Disk.List(RecordedStore.Folder).Select(static file => Path.Combine(RecordedStore.Folder, file.Name)));
        await store.CheckpointAsync("controller", "third");
        await store.CheckEveryCrashAsync();
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_NoRoomForTheName_IsHeldAllTheSame()
    {
        var disk = new CrashDisk { FailWrite = static (path, _) => path.Contains("holder", StringComparison.Ordinal) ? 0 : null };
        using var store = new RecordedStore(disk);

        await using IRolloutLease? lease = await store.Store.TryAcquireLeaseAsync("one", CancellationToken.None);

        Assert.NotNull(lease);
        Assert.Null(await store.Store.ReadHolderAsync(CancellationToken.None));
        await store.AppendAsync(_checkout[0]);
    }
}
