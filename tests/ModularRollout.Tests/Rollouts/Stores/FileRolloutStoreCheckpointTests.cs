using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>Checkpoints in files: damaged ones are left out, known ones are not read again.</summary>
public sealed class FileRolloutStoreCheckpointTests : StoreCheckpointContract, IDisposable
{
    private readonly StoreFolder _folder = new();

    [Fact]
    public async Task ReadCheckpointsAsync_DamagedAnywhere_IsReportedAndSkipped()
    {
        FileRolloutStore store = Open();
        await store.WriteCheckpointAsync("checkout", "a", new byte[] { 1, 2, 3 }, None);
        await store.WriteCheckpointAsync("checkout", "b", new byte[] { 4 }, None);
        string path = Path.Combine(_folder.Path, "checkpoint-checkout@a.checkpoint");
        byte[] whole = await File.ReadAllBytesAsync(path, None);

        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(path, damaged, None);

            Assert.Equal("b", Assert.Single(await store.ReadCheckpointsAsync("checkout", None)).Name);
        }

        for (int length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(path, whole[..length], None);

            Assert.Equal("b", Assert.Single(await store.ReadCheckpointsAsync("checkout", None)).Name);
        }

        Assert.Equal(
            [
                (path, "The checkpoint is damaged, and is left out. It does not begin as a checkpoint of version 1 does."),
                (path, "The checkpoint is damaged, and is left out. Its checksum is wrong."),
            ],
            store.Damages.Select(static damage => (damage.Place, damage.Sentence)));
    }

    [Fact]
    public async Task ReadCheckpointsAsync_FileOfAnotherFlag_IsReportedAndSkipped()
    {
        FileRolloutStore store = Open();
        await store.WriteCheckpointAsync("search", "a", new byte[] { 1 }, None);
        File.Copy(Path.Combine(_folder.Path, "checkpoint-search@a.checkpoint"), Path.Combine(_folder.Path, "checkpoint-checkout@a.checkpoint"));

        Assert.Empty(await store.ReadCheckpointsAsync("checkout", None));
        Assert.Equal("The checkpoint is damaged, and is left out. It belongs to the flag 'search'.", Assert.Single(store.Damages).Sentence);
    }

    [Fact]
    public async Task ReadCheckpointsAsync_Known_ReadsWholeOnlyWhatChanged()
    {
        const int Length = 10_000, Mark = 60;
        var disk = new CrashDisk();
        using var store = new FileRolloutStore(disk, "/rollouts", new FakeTimeProvider(Written));
        string[] names = [.. Enumerable.Range(0, 20).Select(static i => $"shop-{i}"), new string('x', 200)];
        foreach (string name in names)
        {
            await store.WriteCheckpointAsync("checkout", name, new byte[Length], None);
            await store.WriteCheckpointAsync("search", name, new byte[Length], None);
        }

        (RolloutCheckpoint[] read, long whole) = await Count([]);
        (_, long nothing) = await Count(read);
        await store.WriteCheckpointAsync("checkout", "shop-7", new byte[Length - 1], None);
        (RolloutCheckpoint[] news, long one) = await Count(read);

        Assert.InRange(whole, names.Length * Length, names.Length * (Length + 500));
        Assert.Equal(names.Length * Mark, nothing);
        Assert.InRange(one, nothing + Length, nothing + Length + 500);
        Assert.Equal(["shop-7"], news.Except(read).Select(static checkpoint => checkpoint.Name));

        async Task<(RolloutCheckpoint[] Read, long Bytes)> Count(RolloutCheckpoint[] known)
        {
            long before = disk.BytesRead;
            IReadOnlyList<RolloutCheckpoint> read = await store.ReadCheckpointsAsync("checkout", known, None);
            return ([.. read], disk.BytesRead - before);
        }
    }

    [Fact]
    public async Task ReadCheckpointsAsync_OthersAreReplacedMeanwhile_LeavesNobodyOut()
    {
        FileRolloutStore store = Open();
        string[] names = [.. Enumerable.Range(0, 30).Select(static i => $"shop-{i:00}")];
        foreach (string name in names)
        {
            await Write(store, name, 1);
        }

        using var end = new CancellationTokenSource();
        Task writing = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await Write(Open(), "shop-15", 1);
            }
        });
        for (int i = 0; i < 200; i++)
        {
            IReadOnlyList<RolloutCheckpoint> read = await store.ReadCheckpointsAsync("checkout", None);
            Assert.Empty(names.Except(read.Select(static one => one.Name)).Except(["shop-15"]));
        }

        await end.CancelAsync();
        await writing;
    }

    public void Dispose() => _folder.Dispose();

    protected override FileRolloutStore Open() => _folder.Open();
}
