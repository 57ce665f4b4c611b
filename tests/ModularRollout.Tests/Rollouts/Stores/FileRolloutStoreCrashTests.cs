using System.Text;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>A crash at every point of what a store does, and everything a disk may lose there.</summary>
public sealed class FileRolloutStoreCrashTests
{
    private readonly RolloutJournalEntry[] _checkout = Entries.Chain(5, reason: "x");
    private readonly RolloutJournalEntry[] _search = Entries.Chain(2, "search", reason: "y");

    [Fact]
    public async Task FirstAppends_CrashAnywhere_LoseNothingAcknowledged()
    {
        using RecordedStore store = await RecordedStore.LeasedAsync();

        await store.AppendAsync(_checkout[0]);
        await store.AppendAsync(_search[0]);
        await store.AppendAsync(_checkout[1]);

        Assert.InRange(await store.CheckEveryCrashAsync(), 1_000, int.MaxValue);
    }

    [Fact]
    public async Task Checkpoints_CrashAnywhere_AreTheLastOrTheOneAskedFor()
    {
        using RecordedStore store = await RecordedStore.LeasedAsync();

        await store.CheckpointAsync("controller", "first");
        await store.CheckpointAsync("instance", "other");
        await store.AppendAsync(_checkout[0]);
        await store.CheckpointAsync("controller", "second, and longer");
        await store.CheckpointAsync("controller", "3rd");

        Assert.InRange(await store.CheckEveryCrashAsync(), 1_000, int.MaxValue);
    }

    [Fact]
    public async Task DeletedCheckpoints_CrashAnywhere_AreGoneOrWholeAndNewOnesStay()
    {
        using RecordedStore store = await RecordedStore.LeasedAsync();

        await store.CheckpointAsync("a", "first");
        await store.CheckpointAsync("b", "other");
        await store.DeleteAsync("a");
        await store.CheckpointAsync("a", "second, and longer");
        await store.DeleteAsync("b");
        await store.DeleteAsync("a");

        Assert.Empty(await store.ReadCheckpointsAsync());
        Assert.DoesNotContain(store.Disk.List(RecordedStore.Folder), static file => file.Name.Contains("checkpoint", StringComparison.Ordinal));
        Assert.InRange(await store.CheckEveryCrashAsync(), 500, int.MaxValue);
    }

    [Fact]
    public async Task DeletedCheckpoints_WriterReplacesItMeanwhile_KeepsWhatItWroteWhateverCrashes()
    {
        var disk = new CrashDisk();
        using var writer = new RecordedStore(disk);
        using RecordedStore store = await RecordedStore.LeasedAsync(disk);
        await writer.CheckpointAsync("a", "first");
        RolloutCheckpoint first = Assert.Single(await store.ReadCheckpointsAsync());
        disk.BeforeMove = _ =>
        {
            disk.BeforeMove = static _ => { };
            writer.CheckpointAsync("a", "second").GetAwaiter().GetResult();
        };

        await store.Store.DeleteCheckpointAsync("checkout", first, CancellationToken.None);

        Assert.Equal("second", Encoding.UTF8.GetString(Assert.Single(await store.ReadCheckpointsAsync()).Content.Span));
        Assert.InRange(await store.CheckEveryCrashAsync(), 200, int.MaxValue);
    }

    [Fact]
    public async Task Takeover_CrashAnywhere_LosesNothingAcknowledged()
    {
        var disk = new CrashDisk();
        using (RecordedStore first = await RecordedStore.LeasedAsync(disk))
        {
            await first.AppendAsync(_checkout[0]);
        }

        using RecordedStore second = await RecordedStore.LeasedAsync(disk, "two");
        await second.AppendAsync(_checkout[1]);

        Assert.InRange(await second.CheckEveryCrashAsync(), 1_000, int.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public async Task Recovery_CrashAnywhere_LosesNothingAcknowledged(int torn)
    {
        byte[] whole = [.. RecordedStore.LineOf(_checkout[0]), .. RecordedStore.LineOf(_checkout[1])];
        var disk = new CrashDisk(new Dictionary<string, byte[]> { [RecordedStore.Journal] = [.. whole, .. RecordedStore.LineOf(_checkout[2]).AsSpan(0, torn)] });
        disk.Log.Add(new DiskEvent.Mark(expectation =>
        {
            expectation.Acknowledge(_checkout[0]);
            expectation.Acknowledge(_checkout[1]);
        }));

        using RecordedStore store = await RecordedStore.LeasedAsync(disk, "two");
        await store.AppendAsync(Entries.After(_checkout[1], reason: "z"));

        Assert.Equal(torn > 0 ? 1 : 0, store.Store.Damages.Count);
        Assert.InRange(await store.CheckEveryCrashAsync(from: 1), 500, int.MaxValue);
    }
}
