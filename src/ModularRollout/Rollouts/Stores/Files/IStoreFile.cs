namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>A file that is open for writing.</summary>
/// <remarks>Two implementations, as <see cref="IStoreFiles"/>. What was written or renamed before a flush may be there after a crash or not, in part too.</remarks>
internal interface IStoreFile : IDisposable
{
    /// <summary>Gets how many bytes the file has.</summary>
    long Length { get; }

    /// <summary>Writes bytes at an offset.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts the file.</summary>
    void SetLength(long length);

    /// <summary>Waits until the file's content, length and name are on the medium.</summary>
    void Flush();
}
