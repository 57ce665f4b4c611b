using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>A crash at every point of what a store does, and everything a disk may lose there.</summary>
public sealed class FileRolloutStoreCrashTests
{
    private const string Folder = "/rollouts";
    private static readonly string s_journal = Path.Combine(Folder, "journal-checkout.jsonl");

    private readonly RolloutJournalEntry[] _checkout = Entries.Chain(5, reason: "x");
    private readonly RolloutJournalEntry[] _search = Entries.Chain(2, "search", reason: "y");

    [Fact]
    public async Task FirstAppends_CrashAnywhere_LoseNothingAcknowledged()
    {
        var disk = new CrashDisk();
        using FileRolloutStore store = Open(disk);
        await store.TryAcquireLeaseAsync("one", CancellationToken.None);

        await Append(disk, store, _checkout[0]);
        await Append(disk, store, _search[0]);
        await Append(disk, store, _checkout[1]);

        Assert.InRange(await CheckEveryCrash(disk), 1_000, int.MaxValue);
    }

    [Fact]
    public async Task Checkpoints_CrashAnywhere_AreTheLastOrTheOneAskedFor()
    {
        var disk = new CrashDisk();
        using FileRolloutStore store = Open(disk);
        await store.TryAcquireLeaseAsync("one", CancellationToken.None);

        await Checkpoint(disk, store, "controller", "first");
        await Checkpoint(disk, store, "instance", "other");
        await Append(disk, store, _checkout[0]);
        await Checkpoint(disk, store, "controller", "second, and longer");
        await Checkpoint(disk, store, "controller", "3rd");

        Assert.InRange(await CheckEveryCrash(disk), 1_000, int.MaxValue);
    }

    [Fact]
    public async Task DeletedCheckpoints_CrashAnywhere_AreGoneOrWholeAndNewOnesStay()
    {
        var disk = new CrashDisk();
        using FileRolloutStore store = Open(disk);
        await store.TryAcquireLeaseAsync("one", CancellationToken.None);

        await Checkpoint(disk, store, "a", "first");
        await Checkpoint(disk, store, "b", "other");
        await Delete(disk, store, "a");
        await Checkpoint(disk, store, "a", "second, and longer");
        await Delete(disk, store, "b");
        await Delete(disk, store, "a");

        Assert.Empty(await store.ReadCheckpointsAsync("checkout", CancellationToken.None));
        Assert.DoesNotContain(disk.List(Folder), static file => file.Name.Contains("checkpoint", StringComparison.Ordinal));
        Assert.InRange(await CheckEveryCrash(disk), 500, int.MaxValue);
    }

    [Fact]
    public async Task DeletedCheckpoints_WriterReplacesItMeanwhile_KeepsWhatItWroteWhateverCrashes()
    {
        var disk = new CrashDisk();
        using FileRolloutStore writer = Open(disk);
        using FileRolloutStore store = Open(disk);
        await store.TryAcquireLeaseAsync("one", CancellationToken.None);
        await Checkpoint(disk, writer, "a", "first");
        RolloutCheckpoint first = Assert.Single(await store.ReadCheckpointsAsync("checkout", CancellationToken.None));
        disk.BeforeMove = _ =>
        {
            disk.BeforeMove = static _ => { };
            Checkpoint(disk, writer, "a", "second").GetAwaiter().GetResult();
        };

        await store.DeleteCheckpointAsync("checkout", first, CancellationToken.None);

        Assert.Equal("second", Encoding.UTF8.GetString(Assert.Single(await store.ReadCheckpointsAsync("checkout", CancellationToken.None)).Content.Span));
        Assert.InRange(await CheckEveryCrash(disk), 200, int.MaxValue);
    }

    [Fact]
    public async Task DeleteCheckpointAsync_FlushFails_ThrowsAndTheNextOneRemovesIt()
    {
        var disk = new CrashDisk();
        using FileRolloutStore store = Open(disk);
        await store.TryAcquireLeaseAsync("one", CancellationToken.None);
        await Checkpoint(disk, store, "a", "first");
        RolloutCheckpoint first = Assert.Single(await store.ReadCheckpointsAsync("checkout", CancellationToken.None));
        disk.FailFlush = static _ => true;

        await Assert.ThrowsAsync<IOException>(async () => await store.DeleteCheckpointAsync("checkout", first, CancellationToken.None));

        disk.FailFlush = static _ => false;
        store.Dispose();
        using FileRolloutStore next = Open(disk);
        await next.TryAcquireLeaseAsync("two", CancellationToken.None);
        RolloutCheckpoint back = Assert.Single(await next.ReadCheckpointsAsync("checkout", CancellationToken.None));
        await next.DeleteCheckpointAsync("checkout", back, CancellationToken.None);
        Assert.DoesNotContain(disk.List(Folder), static file => file.Name.Contains("checkpoint", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Takeover_CrashAnywhere_LosesNothingAcknowledged()
    {
        var disk = new CrashDisk();
        using (FileRolloutStore first = Open(disk))
        {
            await first.TryAcquireLeaseAsync("one", CancellationToken.None);
            await Append(disk, first, _checkout[0]);
        }

        using FileRolloutStore second = Open(disk);
        await second.TryAcquireLeaseAsync("two", CancellationToken.None);
        await Append(disk, second, _checkout[1]);

        Assert.InRange(await CheckEveryCrash(disk), 1_000, int.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public async Task Recovery_CrashAnywhere_LosesNothingAcknowledged(int torn)
    {
        byte[] whole = [.. Line(_checkout[0]), .. Line(_checkout[1])];
        var disk = new CrashDisk(new Dictionary<string, byte[]> { [s_journal] = [.. whole, .. Line(_checkout[2]).AsSpan(0, torn)] });
        disk.Log.Add(new DiskEvent.Mark(expectation =>
        {
            expectation.Acknowledge(_checkout[0]);
            expectation.Acknowledge(_checkout[1]);
        }));
        using FileRolloutStore store = Open(disk);

        await store.TryAcquireLeaseAsync("two", CancellationToken.None);
        await Append(disk, store, Entries.After(_checkout[1], reason: "z"));

        Assert.Equal(torn > 0 ? 1 : 0, store.Damages.Count);
        Assert.InRange(await CheckEveryCrash(disk, from: 1), 500, int.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public async Task DiskIsFull_CrashAnywhere_LosesNothingAcknowledged(int arriving)
    {
        var disk = new CrashDisk();
        using FileRolloutStore store = Open(disk);
        await store.TryAcquireLeaseAsync("one", CancellationToken.None);
        await Append(disk, store, _checkout[0]);

        disk.FailWrite = (_, bytes) => Math.Min(arriving, bytes.Length);
        await Assert.ThrowsAsync<IOException>(async () => await Append(disk, store, _checkout[1]));
        disk.FailWrite = static (_, _) => null;
        await Append(disk, store, Entries.After(_checkout[0], reason: "Decided anew."));

        Assert.Equal(2, (await store.ReadAsync("checkout", 0, CancellationToken.None)).Count);
        Assert.Empty(store.Damages);
        Assert.InRange(await CheckEveryCrash(disk), 1_000, int.MaxValue);
    }

    [Fact]
    public async Task AppendAsync_DiskFullAtEveryByte_SameEntryIsAppendedLater()
    {
        for (int arriving = 0; arriving <= Line(_checkout[1]).Length; arriving++)
        {
            var disk = new CrashDisk();
            using FileRolloutStore store = Open(disk);
            await store.TryAcquireLeaseAsync("one", CancellationToken.None);
            await store.AppendAsync(_checkout[0], CancellationToken.None);

            int bytes = arriving;
            disk.FailWrite = (_, _) => bytes;
            await Assert.ThrowsAsync<IOException>(async () => await store.AppendAsync(_checkout[1], CancellationToken.None));
            await Assert.ThrowsAsync<IOException>(async () => await store.AppendAsync(_checkout[1], CancellationToken.None));
            disk.FailWrite = static (_, _) => null;
            await store.AppendAsync(_checkout[1], CancellationToken.None);

            Assert.Equal([.. Line(_checkout[0]), .. Line(_checkout[1])], disk.Read(s_journal)!);
        }
    }

    [Fact]
    public async Task AppendAsync_FlushFails_IsNotAcknowledgedUntilOneSucceeds()
    {
        var disk = new CrashDisk();
        using FileRolloutStore store = Open(disk);
        await store.TryAcquireLeaseAsync("one", CancellationToken.None);
        await Append(disk, store, _checkout[0]);

        disk.FailFlush = static _ => true;
        await Assert.ThrowsAsync<IOException>(async () => await Append(disk, store, _checkout[1]));
        await Assert.ThrowsAsync<IOException>(async () => await Append(disk, store, _checkout[1]));
        disk.FailFlush = static _ => false;
        await Append(disk, store, _checkout[1]);

        Assert.Equal(2, (await store.ReadAsync("checkout", 0, CancellationToken.None)).Count);
        await CheckEveryCrash(disk);
    }

    [Fact]
    public async Task Takeover_EntryThatWasWrittenButNotFlushed_IsFlushedBeforeItIsAcknowledged()
    {
        var disk = new CrashDisk();
        using (FileRolloutStore first = Open(disk))
        {
            await first.TryAcquireLeaseAsync("one", CancellationToken.None);
            await Append(disk, first, _checkout[0]);
            disk.FailFlush = static _ => true;
            await Assert.ThrowsAsync<IOException>(async () => await Append(disk, first, _checkout[1]));
            disk.FailFlush = static _ => false;
        }

        using FileRolloutStore second = Open(disk);
        await second.TryAcquireLeaseAsync("two", CancellationToken.None);
        await Append(disk, second, _checkout[1]);

        await CheckEveryCrash(disk);
    }

    [Fact]
    public async Task WriteCheckpointAsync_DiskIsFull_KeepsTheOneBefore()
    {
        var disk = new CrashDisk();
        using FileRolloutStore store = Open(disk);
        await Checkpoint(disk, store, "controller", "first");

        disk.FailWrite = static (_, _) => 3;
        await Assert.ThrowsAsync<IOException>(async () => await Checkpoint(disk, store, "controller", "second"));
        disk.FailWrite = static (_, _) => null;

        Assert.Equal("first", Encoding.UTF8.GetString(Assert.Single(await store.ReadCheckpointsAsync("checkout", CancellationToken.None)).Content.Span));
        Assert.Equal([Path.Combine(Folder, "checkpoint-checkout@controller.checkpoint")], disk.List(Folder).Select(static file => Path.Combine(Folder, file.Name)));
        await Checkpoint(disk, store, "controller", "third");
        await CheckEveryCrash(disk);
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_NoRoomForTheName_IsHeldAllTheSame()
    {
        var disk = new CrashDisk { FailWrite = static (path, _) => path.Contains("holder", StringComparison.Ordinal) ? 0 : null };
        using FileRolloutStore store = Open(disk);

        await using IRolloutLease? lease = await store.TryAcquireLeaseAsync("one", CancellationToken.None);

        Assert.NotNull(lease);
        Assert.Null(await store.ReadHolderAsync(CancellationToken.None));
        await store.AppendAsync(_checkout[0], CancellationToken.None);
    }

    /// <summary>Restarts in every state a crash may leave, and once more after the power fails behind the first new entries.</summary>
    /// <param name="disk">What happened.</param>
    /// <param name="from">How many events the first crash comes after.</param>
    /// <returns>How many states there were.</returns>
    private static async Task<int> CheckEveryCrash(CrashDisk disk, int from = 0)
    {
        int states = 0;
        for (int count = from; count <= disk.Log.Count; count++)
        {
            foreach (Dictionary<string, byte[]> state in CrashStates.After(disk, count))
            {
                var expectation = CrashExpectation.After(disk, count);
                var restarted = new CrashDisk(state);
                using FileRolloutStore store = Open(restarted);
                Assert.NotNull(await store.TryAcquireLeaseAsync("after", CancellationToken.None));
                await expectation.CheckAsync(store, ["checkout", "search"]);
                await CheckEverythingFlushed(restarted);
                states++;
            }
        }

        return states;
    }

    /// <summary>What was acknowledged after the restart is there when nothing is that was not flushed.</summary>
    private static async Task CheckEverythingFlushed(CrashDisk disk)
    {
        using FileRolloutStore live = Open(disk);
        using FileRolloutStore flushed = Open(new CrashDisk(CrashStates.After(disk, disk.Log.Count).First()));
        foreach (string flag in (string[])["checkout", "search"])
        {
            Assert.Equal(
                (await live.ReadAsync(flag, 0, CancellationToken.None)).Select(static line => line.ToArray()),
                (await flushed.ReadAsync(flag, 0, CancellationToken.None)).Select(static line => line.ToArray()));
        }
    }

    private static FileRolloutStore Open(CrashDisk disk) => new(disk, Folder, new FakeTimeProvider(Entries.Noon));

    private static async Task Append(CrashDisk disk, FileRolloutStore store, RolloutJournalEntry entry)
    {
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.Ask(entry)));
        await store.AppendAsync(entry, CancellationToken.None);
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.Acknowledge(entry)));
    }

    private static async Task Checkpoint(CrashDisk disk, FileRolloutStore store, string name, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.Ask("checkout", name, content)));
        await store.WriteCheckpointAsync("checkout", name, content, CancellationToken.None);
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.Acknowledge("checkout", name, content)));
    }

    private static async Task Delete(CrashDisk disk, FileRolloutStore store, string name)
    {
        RolloutCheckpoint read = (await store.ReadCheckpointsAsync("checkout", CancellationToken.None)).Single(one => one.Name == name);
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.AskToDelete("checkout", name)));
        await store.DeleteCheckpointAsync("checkout", read, CancellationToken.None);
    }

    private static byte[] Line(RolloutJournalEntry entry) => [.. entry.ToJson(), (byte)'\n'];
}
