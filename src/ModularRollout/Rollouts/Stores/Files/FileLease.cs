using System.Text;

namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>The lease of a folder: a locked file, and beside it, for others to read, the name of who locked it.</summary>
internal sealed class FileLease : IRolloutLease
{
    private readonly IStoreFiles _files;
    private readonly string _holderPath;
    private readonly IDisposable _lock;
    private readonly SemaphoreSlim _turn;
    private volatile bool _isReleased;

    private FileLease(IStoreFiles files, string holderPath, string holder, IDisposable heldLock, SemaphoreSlim turn)
    {
        _files = files;
        _holderPath = holderPath;
        _lock = heldLock;
        _turn = turn;
        Holder = holder;
    }

    public string Holder { get; }

    public bool IsHeld => !_isReleased;

    /// <summary>Takes the lease, if nobody holds it.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The store's folder.</param>
    /// <param name="holder">Who asks.</param>
    /// <param name="turn">Whose turn it is to append: the lease is not released in the middle of one.</param>
    public static FileLease? TryTake(IStoreFiles files, string folder, string holder, SemaphoreSlim turn)
    {
        IDisposable? heldLock = files.TryLock(Path.Combine(folder, StoreNames.Lock));
        if (heldLock is null)
        {
            return null;
        }

        var lease = new FileLease(files, Path.Combine(folder, StoreNames.Holder), holder, heldLock, turn);
        Tell(() => ReplacedFile.Write(files, lease._holderPath, Encoding.UTF8.GetBytes(holder)));
        return lease;
    }

    public static string? ReadHolder(IStoreFiles files, string folder) =>
        files.Read(Path.Combine(folder, StoreNames.Holder)) is { } name ? Encoding.UTF8.GetString(name) : null;

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        Release();
        _turn.Release();
    }

    /// <summary>Releases the lease, whose turn it is.</summary>
    public void Release()
    {
        if (!_isReleased)
        {
            _isReleased = true;
            Tell(() => _files.Delete(_holderPath));
            _lock.Dispose();
        }
    }

    /// <summary>The name serves messages: a full disk that cannot keep it must not keep anybody from rolling back.</summary>
    private static void Tell(Action change)
    {
        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever asks reads the name of the holder before.
        }
    }
}
