namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>A lock the operating system gives up when the process ends, however it ends: <c>flock</c> on Unix, an unshared open on Windows.</summary>
internal static class DiskLock
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    /// <summary>Takes the lock of a file.</summary>
    /// <param name="path">The file; it is created, and must not be deleted while anybody may want the lock.</param>
    /// <param name="unshared">How to open the file so that nobody else can open it in the same way.</param>
    /// <returns>The lock; <see langword="null"/> while somebody holds it.</returns>
    /// <exception cref="IOException">The file system does not lock, or the file cannot be opened.</exception>
    public static IDisposable? TryTake(string path, FileStreamOptions unshared)
    {
        FileStream? held = TryOpen(path, unshared);
        if (held is null)
        {
            return null;
        }

        // .NET goes on without a lock where the file system has none. A lock that does not keep ourselves out keeps nobody out.
        using FileStream? second = TryOpen(path, unshared);
        if (second is null)
        {
            return held;
        }

        held.Dispose();
        throw new IOException(
            $"'{path}' cannot be locked: its file system does not lock files, or locking is switched off by DOTNET_SYSTEM_IO_DISABLEFILELOCKING. "
            + "Two processes could control the same rollouts; keep the store on a local disk.");
    }

    private static FileStream? TryOpen(string path, FileStreamOptions unshared)
    {
        try
        {
            return new FileStream(path, unshared);
        }
        catch (IOException exception) when (exception.HResult is SharingViolation or WouldBlockOnLinux or WouldBlockOnMac)
        {
            return null;
        }
    }
}
