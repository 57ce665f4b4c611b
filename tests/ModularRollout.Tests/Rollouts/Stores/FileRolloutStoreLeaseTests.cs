using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>The folder and the lock of a store of files: who may read it, and who holds it.</summary>
public sealed class FileRolloutStoreLeaseTests : StoreLeaseContract, IDisposable
{
    private readonly StoreFolder _folder = new();

    [Fact]
    public void Constructor_AnyFolder_TouchesNothing()
    {
        Open();

        Assert.False(Directory.Exists(_folder.Path));
    }

    [Fact]
    public void IsShared_Files_IsTrue() => Assert.True(Open().IsShared);

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

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
        Assert.Equal(
            ["checkpoint-checkout@controller.checkpoint", "controller.holder", "controller.lock", "journal-checkout.jsonl"],
            Directory.GetFiles(_folder.Path).Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(_folder.Path), static file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(file)));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_JournalOthersMayRead_TakesThatFromThem()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _folder.CrashedAsync();
        File.SetUnixFileMode(_folder.Journal, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using IRolloutLease lease = await Acquire(Open());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(_folder.Journal));
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
        await File.WriteAllTextAsync(_folder.Path, "in the way", None);

        await Assert.ThrowsAnyAsync<IOException>(async () => await Open().TryAcquireLeaseAsync("test", None));
    }

    public void Dispose() => _folder.Dispose();

    protected override FileRolloutStore Open() => _folder.Open();

    private static UnixFileMode ModeOf(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);
}
