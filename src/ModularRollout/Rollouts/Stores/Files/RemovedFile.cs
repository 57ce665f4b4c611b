namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>Removes files that another process may replace at any moment. What that wrote stays, also after a crash.</summary>
/// <remarks>
/// A file that is looked at and then deleted may have become another one in between. So it gets a name that nobody else writes, and is looked at again under that. It is flushed there, lest the old
/// name vanish later, when a new file has it.
/// </remarks>
internal static class RemovedFile
{
    /// <summary>Removes a file.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="path">The file.</param>
    /// <param name="mayGo">Looks at the file under any name, and says whether it is the one to be removed.</param>
    public static void Remove(IStoreFiles files, string path, Func<string, bool> mayGo)
    {
        if (!mayGo(path))
        {
            return;
        }

        string removed = path + StoreNames.Removed;
        files.Move(path, removed);
        if (!mayGo(removed))
        {
            PutBack(files, removed);
            return;
        }

        using (IStoreFile file = files.Open(removed))
        {
            file.Flush();
        }

        files.Delete(removed);
    }

    /// <summary>Gives a file its name back, unless there is a newer one by now. After a crash nobody knows whether it was the one to be removed; whoever removes it tries again.</summary>
    public static void PutBack(IStoreFiles files, string removed)
    {
        if (!files.TryMove(removed, removed[..^StoreNames.Removed.Length]))
        {
            files.Delete(removed);
        }
    }
}
