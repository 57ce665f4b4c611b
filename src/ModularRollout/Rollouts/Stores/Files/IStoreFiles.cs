namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>What a store does with a disk.</summary>
/// <remarks>Two implementations: the disk, and in tests one that loses at any moment whatever a disk may lose.</remarks>
internal interface IStoreFiles
{
    /// <summary>Creates a folder for its owner alone, unless it exists.</summary>
    void CreateFolder(string path);

    /// <summary>Gets the names and lengths of the files of a folder that begin with a prefix; none when there is no such folder.</summary>
    IReadOnlyList<(string Name, long Length)> List(string folder, string prefix = "");

    /// <summary>Reads a file from an offset to its end, or as many bytes as are wanted.</summary>
    /// <returns>The bytes, none when the file is shorter; <see langword="null"/> when there is no such file.</returns>
    byte[]? Read(string path, long offset = 0, int most = int.MaxValue);

    /// <summary>Opens a file for writing; one that does not exist is created for its owner alone.</summary>
    IStoreFile Open(string path);

    /// <summary>Takes the right to read a file from everybody but its owner.</summary>
    /// <returns>Whether nobody else can read it now.</returns>
    bool TryProtect(string path);

    /// <summary>Gives a file another name, in place of the file that had it.</summary>
    void Move(string from, string to);

    /// <summary>Gives a file another name, unless a file has it.</summary>
    /// <returns>Whether it has that name now.</returns>
    bool TryMove(string from, string to);

    /// <summary>Removes a file, if it exists.</summary>
    void Delete(string path);

    /// <summary>Locks a file until the lock is disposed or the process ends.</summary>
    /// <returns>The lock; <see langword="null"/> while somebody holds it.</returns>
    /// <exception cref="IOException">The file system does not lock.</exception>
    IDisposable? TryLock(string path);
}
