namespace ModularRollout.Providers;

/// <summary>What can be seen of a file without reading it, through all symbolic links.</summary>
internal readonly record struct FileStamp(string Target, long Length, DateTime Written, DateTime Created)
{
    /// <summary>Looks at a file.</summary>
    /// <exception cref="IOException">There is none, or a directory in its place.</exception>
    public static FileStamp Of(string path)
    {
        string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var file = new FileInfo(target);
        if (!file.Exists)
        {
            throw Directory.Exists(target) ? new IOException($"'{path}' is a directory; a file is needed.") : new FileNotFoundException($"There is no file '{path}'.");
        }

        return new FileStamp(target, file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc);
    }
}
