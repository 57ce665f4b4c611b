namespace ModularRollout.Providers;

/// <summary>Tells when a file may have changed: by watchers on its directory and on that of the file it links to. Whoever uses it polls as well.</summary>
internal sealed class FileWatch : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly StepSignal _signal = new();

    public FileWatch(string path)
    {
        Watch(path);
        if (TargetOf(path) is { } target && Path.GetDirectoryName(target) != Path.GetDirectoryName(path))
        {
            Watch(target);
        }
    }

    /// <summary>Gets a task that completes with the next event.</summary>
    public Task Next => _signal.Next;

    public void Dispose()
    {
        foreach (FileSystemWatcher watcher in _watchers)
        {
            watcher.Dispose();
        }
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Watch(string path)
    {
        try
        {
            // No filter by name: a config map swaps a link beside the file, not the file.
            var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size
                    | NotifyFilters.Attributes | NotifyFilters.CreationTime,
            };
            _watchers.Add(watcher);
            watcher.Changed += (_, _) => _signal.Pulse();
            watcher.Created += (_, _) => _signal.Pulse();
            watcher.Deleted += (_, _) => _signal.Pulse();
            watcher.Renamed += (_, _) => _signal.Pulse();
            watcher.Error += (_, _) => _signal.Pulse();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No directory, no permission, or no more watchers to be had: polling finds what changes.
        }
    }
}
