namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>An open file on the disk.</summary>
/// <remarks>
/// .NET cannot flush a folder. Flushing the file itself after it was created or renamed also makes its name durable on ext4, XFS, Btrfs,
/// APFS and NTFS, whose journals keep a file's changes in order; that is why a renamed file is opened and flushed once more.
/// </remarks>
internal sealed class DiskFile(FileStream stream) : IStoreFile
{
    public long Length => stream.Length;

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        stream.Position = offset;
        stream.Write(bytes);
    }

    public void SetLength(long length) => stream.SetLength(length);

    public void Flush() => stream.Flush(flushToDisk: true);

    public void Dispose() => stream.Dispose();
}
