namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>Replaces files whole: after a crash there is the old content or the new, never a part.</summary>
/// <remarks>
/// The providers' own <c>AtomicFile</c> is out of reach, since rollouts may not use providers. It also keeps neither other readers out
/// nor the new name through a power failure, which a kill file can do without and evidence cannot.
/// </remarks>
internal static class ReplacedFile
{
    public static void Write(IStoreFiles files, string path, ReadOnlySpan<byte> head, ReadOnlySpan<byte> content = default)
    {
        string temporary = path + StoreNames.Temporary;
        try
        {
            using (IStoreFile file = files.Open(temporary))
            {
                file.SetLength(0);
                file.Write(0, head);
                file.Write(head.Length, content);
                file.Flush();
            }

            files.Move(temporary, path);
            using IStoreFile renamed = files.Open(path);
            renamed.Flush();
        }
        catch
        {
            Remove(files, temporary);
            throw;
        }
    }

    private static void Remove(IStoreFiles files, string temporary)
    {
        try
        {
            files.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What stopped the write is what is told; the next write starts the file anew.
        }
    }
}
