using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>A store on a disk in memory, and the record of what it was asked for and what it acknowledged: by that every crash is checked afterwards.</summary>
internal sealed class RecordedStore(CrashDisk disk) : IDisposable
{
    public const string Folder = "/rollouts";
    public static readonly string Journal = Path.Combine(Folder, "journal-checkout.jsonl");

    public CrashDisk Disk => disk;

    public FileRolloutStore Store { get; } = new(disk, Folder, new FakeTimeProvider(Entries.Noon));

    public static async Task<RecordedStore> LeasedAsync(CrashDisk? disk = null, string holder = "one")
    {
        var store = new RecordedStore(disk ?? new CrashDisk());
        Assert.NotNull(await store.Store.TryAcquireLeaseAsync(holder, CancellationToken.None));
        return store;
    }

    /// <summary>Gets what a journal holds of an entry.</summary>
    public static byte[] LineOf(RolloutJournalEntry entry) => [.. entry.ToJson(), (byte)'\n'];

    public async Task AppendAsync(RolloutJournalEntry entry)
    {
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.Ask(entry)));
        await Store.AppendAsync(entry, CancellationToken.None);
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.Acknowledge(entry)));
    }

    public async Task<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync() => await Store.ReadCheckpointsAsync("checkout", CancellationToken.None);

    public async Task CheckpointAsync(string name, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.Ask("checkout", name, content)));
        await Store.WriteCheckpointAsync("checkout", name, content, CancellationToken.None);
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.Acknowledge("checkout", name, content)));
    }

    public async Task DeleteAsync(string name)
    {
        RolloutCheckpoint read = (await ReadCheckpointsAsync()).Single(one => one.Name == name);
        disk.Log.Add(new DiskEvent.Mark(expectation => expectation.AskToDelete("checkout", name)));
        await Store.DeleteCheckpointAsync("checkout", read, CancellationToken.None);
    }

    /// <summary>Restarts in every state a crash may leave, and once more after the power fails behind the first new entries.</summary>
    /// <param name="from">How many events the first crash comes after.</param>
    /// <returns>How many states there were.</returns>
    public async Task<int> CheckEveryCrashAsync(int from = 0)
    {
        int states = 0;
        for (int count = from; count <= disk.Log.Count; count++)
        {
            foreach (Dictionary<string, byte[]> state in CrashStates.After(disk, count))
            {
                using RecordedStore restarted = await LeasedAsync(new CrashDisk(state), "after");
                await CrashExpectation.After(disk, count).CheckAsync(restarted.Store, ["checkout", "search"]);
                await restarted.CheckEverythingFlushedAsync();
                states++;
            }
        }

        return states;
    }

    public void Dispose() => Store.Dispose();

    /// <summary>What was acknowledged after the restart is there when nothing is that was not flushed.</summary>
    private async Task CheckEverythingFlushedAsync()
    {
        using var live = new RecordedStore(disk);
        using var flushed = new RecordedStore(new CrashDisk(CrashStates.After(disk, disk.Log.Count).First()));
        foreach (string flag in (string[])["checkout", "search"])
        {
            Assert.Equal(await live.LinesAsync(flag), await flushed.LinesAsync(flag));
        }
    }

    private async Task<IEnumerable<byte[]>> LinesAsync(string flag) => (await Store.ReadAsync(flag, 0, CancellationToken.None)).Select(static line => line.ToArray());
}
