namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>The disk.</summary>
internal sealed class StoreDisk : IStoreFiles
{
    public static readonly StoreDisk Shared = new();

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private StoreDisk()
    {
    }

    public void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
        }
    }

    public IReadOnlyList<(string Name, long Length)> List(string folder, string prefix)
    {
        var files = new List<(string, long)>();
        try
        {
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles(prefix + "*"))
            {
                if (LengthOf(file) is { } length)
                {
                    files.Add((file.Name, length));
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // No folder yet.
        }

        return files;
    }

    public byte[]? Read(string path, long offset, int most)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] bytes = new byte[Math.Clamp(stream.Length - offset, 0, most)];
            stream.Position = offset;
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes[..read];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public IStoreFile Open(string path) => new DiskFile(new FileStream(path, Options(FileShare.ReadWrite | FileShare.Delete)));

    public bool TryProtect(string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0)
        {
            return true;
        }

        try
        {
            File.SetUnixFileMode(path, Owner);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    public bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    public void Delete(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    public IDisposable? TryLock(string path) => DiskLock.TryTake(path, Options(FileShare.None));

    /// <summary>Gets a file's length; <see langword="null"/> where it was renamed while it was listed, which others do at any time with files of their own.</summary>
    private static long? LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static FileStreamOptions Options(FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        return options;
    }
}
