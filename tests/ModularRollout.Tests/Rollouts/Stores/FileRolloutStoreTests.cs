using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

public sealed class FileRolloutStoreTests : RolloutStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<FileRolloutStore> _opened = [];

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private string Journal => Path.Combine(Directory, "journal-checkout.jsonl");

    private string Directory => _folder.File("rollouts");

    [Fact]
    public void Constructor_AnyFolder_TouchesNothing()
    {
        Open();

        Assert.False(System.IO.Directory.Exists(Directory));
    }

    [Fact]
    public void IsShared_Files_IsTrue() => Assert.True(Open().IsShared);

    [Fact]
    public async Task AppendAsync_NewJournal_IsALineAnEntry()
    {
        FileRolloutStore store = Open();
        RolloutJournalEntry[] chain = Entries.Chain(2);
        await using IRolloutLease lease = await Acquire(store);

        await Append(store, chain);

        Assert.Equal([.. chain[0].ToJson(), 10, .. chain[1].ToJson(), 10], await File.ReadAllBytesAsync(Journal, None));
    }

    [Fact]
    public async Task Files_OnUnix_AreForTheirOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        FileRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        await Append(store, Entries.Chain(1));
        await store.WriteCheckpointAsync("checkout", "controller", new byte[] { 1 }, None);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Directory));
        Assert.Equal(
            ["checkpoint-checkout@controller.checkpoint", "controller.holder", "controller.lock", "journal-checkout.jsonl"],
            System.IO.Directory.GetFiles(Directory).Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.All(System.IO.Directory.GetFiles(Directory), static file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(file)));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_JournalOthersMayRead_TakesThatFromThem()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await Crashed(static _ => { });
        File.SetUnixFileMode(Journal, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using IRolloutLease lease = await Acquire(Open());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(Journal));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_TornTail_IsCutAndReported()
    {
        RolloutJournalEntry[] chain = await Crashed(static file => file.Write("{\"version\":1,\"fl"u8));
        FileRolloutStore store = Open();
        Assert.Equal(3, (await store.ReadAsync("checkout", 0, None)).Count);

        await using IRolloutLease lease = await Acquire(store);

        RolloutStoreDamage damage = Assert.Single(store.Damages);
        Assert.Equal(
            (Journal, "16 bytes after the last whole entry were cut off: an append that a crash or a full disk stopped, and that was never acknowledged.", Written),
            (damage.Place, damage.Sentence, damage.Found));
        await Append(store, Entries.After(chain[2]));
        Assert.Equal((4, null), (await Read(store, "checkout") is var journal ? journal.Entries.Count : 0, journal.Damage));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_ZerosInsteadOfTheTail_AreCutAndReported()
    {
        RolloutJournalEntry[] chain = await Crashed(static file => file.Write("\0\0\0\0\0\0\0 was never flushed\"}\n"u8));
        FileRolloutStore store = Open();
        Assert.Equal(3, (await store.ReadAsync("checkout", 0, None)).Count);

        await using IRolloutLease lease = await Acquire(store);

        Assert.StartsWith("28 bytes after the last whole entry were cut off", Assert.Single(store.Damages).Sentence, StringComparison.Ordinal);
        await Append(store, Entries.After(chain[2]));
        Assert.Equal(4, (await Read(store, "checkout")).Entries.Count);
    }

    [Fact]
    public async Task AppendAsync_LastEntryAltered_RefusesAndSaysWhere()
    {
        RolloutJournalEntry[] chain = await Crashed(static file => Flip(file, -10));
        FileRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);

        InvalidDataException exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await store.AppendAsync(Entries.After(chain[2]), None));

        Assert.Equal($"The last entry of '{Journal}' is damaged; nothing can be appended. The line is not what the hash at its end was made of.", exception.Message);
        Assert.Equal(exception.Message, Assert.Single(store.Damages).Sentence);
        Assert.Equal((RolloutDamageKind.Altered, 3L), (await Read(store, "checkout")).Damage is { } damage ? (damage.Kind, damage.Sequence) : default);
        await Append(store, Entries.Chain(1, "search"));
    }

    [Fact]
    public async Task ReadAsync_JournalReplacedMeanwhile_ShowsItAndStartsAnewOnDemand()
    {
        await Crashed(static _ => { });
        FileRolloutStore reader = Open();
        RolloutJournal known = await Read(reader, "checkout");
        RolloutJournalEntry[] other = Entries.Chain(5, reason: "A much longer text than that of the journal before it, so that the bookmark lies within a line.");
        await File.WriteAllBytesAsync(Journal, [.. other.SelectMany(static entry => (byte[])[.. entry.ToJson(), 10])], None);

        RolloutJournal followed = known.With(await reader.ReadAsync("checkout", known.Entries.Count, None));

        Assert.NotNull(followed.Damage);
        Assert.Equal(other[^1].Hash, (await Read(reader, "checkout")).HeadHash);
    }

    [Fact]
    public async Task AppendAsync_FileGrewMeanwhile_Conflicts()
    {
        FileRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry[] chain = Entries.Chain(2);
        await Append(store, chain[0]);
        await File.AppendAllBytesAsync(Journal, [.. Entries.After(chain[0], reason: "By hand.").ToJson(), 10], None);

        await Assert.ThrowsAsync<RolloutConflictException>(async () => await store.AppendAsync(chain[1], None));
    }

    [Fact]
    public async Task ReadCheckpointsAsync_DamagedAnywhere_IsReportedAndSkipped()
    {
        FileRolloutStore store = Open();
        await store.WriteCheckpointAsync("checkout", "a", new byte[] { 1, 2, 3 }, None);
        await store.WriteCheckpointAsync("checkout", "b", new byte[] { 4 }, None);
        string path = Path.Combine(Directory, "checkpoint-checkout@a.checkpoint");
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
        File.Copy(Path.Combine(Directory, "checkpoint-search@a.checkpoint"), Path.Combine(Directory, "checkpoint-checkout@a.checkpoint"));

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

    [Fact]
    public async Task ListAsync_FilesOfOthers_AreLeftAlone()
    {
        await Crashed(static _ => { });
        foreach (string name in (string[])["notes.txt", "journal-empty.jsonl", "journal-%4.jsonl", "journal-Upper.jsonl", "journal-search.jsonl.bak", "journal-x~y.jsonl"])
        {
            await File.WriteAllTextAsync(Path.Combine(Directory, name), name == "journal-empty.jsonl" ? "" : "not a journal\n", None);
        }

        FileRolloutStore store = Open();

        Assert.Equal(["checkout"], await store.ListAsync(None));
        Assert.Equal(3, store.Damages.Count);
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_LockedByAnotherHandle_IsNullUntilItIsClosed()
    {
        FileRolloutStore first = Open();
        await Acquire(first, "first");
        FileRolloutStore second = Open();

        Assert.Null(await second.TryAcquireLeaseAsync("second", None));
        first.Dispose();

        await using IRolloutLease lease = await Acquire(second, "second");
        Assert.Equal("second", await first.ReadHolderAsync(None));
    }

    [Fact]
    public async Task Dispose_HoldsTheLease_ReleasesItForGood()
    {
        FileRolloutStore store = Open();
        IRolloutLease lease = await Acquire(store);

        store.Dispose();
        store.Dispose();

        Assert.False(lease.IsHeld);
        await lease.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.AppendAsync(Entries.After(previous: null), None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.TryAcquireLeaseAsync("again", None));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_FolderIsAFile_ThrowsIOException()
    {
        await File.WriteAllTextAsync(Directory, "in the way", None);

        await Assert.ThrowsAnyAsync<IOException>(async () => await Open().TryAcquireLeaseAsync("test", None));
    }

    public void Dispose()
    {
        _opened.ForEach(static store => store.Dispose());
        _folder.Dispose();
    }

    protected override FileRolloutStore Open()
    {
        var store = new FileRolloutStore(Directory, new FakeTimeProvider(Written));
        _opened.Add(store);
        return store;
    }

    /// <summary>Leaves three entries of a process that is gone, and what a crash did to their file.</summary>
    private async Task<RolloutJournalEntry[]> Crashed(Action<FileStream> crash)
    {
        RolloutJournalEntry[] chain = Entries.Chain(3);
        using (FileRolloutStore store = Open())
        {
            await Acquire(store);
            await Append(store, chain);
        }

        using FileStream file = File.Open(Journal, FileMode.Open);
        file.Position = file.Length;
        crash(file);
        return chain;
    }

    private static void Flip(FileStream file, int fromEnd)
    {
        file.Position = file.Length + fromEnd;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 1));
    }

    private static UnixFileMode ModeOf(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);
}
