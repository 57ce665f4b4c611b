using System.Collections.Concurrent;

namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>What anybody may do with the folder of a store: read journals, and replace and read checkpoints. Thread-safe.</summary>
internal sealed class StoreFolder(IStoreFiles files, string folder, StoreDamages damages)
{
    private readonly ConcurrentDictionary<string, Bookmark> _bookmarks = new(StringComparer.Ordinal);

    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>Gets the files of journals that are not empty.</summary>
    public List<string> Journals()
    {
        var journals = new List<string>();
        foreach ((string name, long length) in files.List(folder))
        {
            if (length > 0 && StoreNames.IsJournal(name))
            {
                journals.Add(name);
            }
        }

        return journals;
    }

    public string[] Flags()
    {
        var flags = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string journal in Journals())
        {
            if ((StoreNames.FlagOf(journal) ?? FlagInside(journal)) is { } flag)
            {
                flags.Add(flag);
            }
        }

        return [.. flags];
    }

    /// <summary>Reads the lines of whole entries after a number of them; only what is new where the last read ended there.</summary>
    public List<ReadOnlyMemory<byte>> Read(string flag, long afterSequence)
    {
        bool isNext = _bookmarks.TryGetValue(flag, out Bookmark known) && known.Sequence == afterSequence;
        Bookmark from = isNext ? known : default;
        byte[] text = files.Read(PathOf(StoreNames.JournalOf(flag)), from.Offset) ?? [];
        int whole = JournalText.WholeLength(text);
        List<ReadOnlyMemory<byte>> lines = JournalText.Lines(text.AsMemory(0, whole), afterSequence - from.Sequence);
        if (lines.Count > 0)
        {
            _bookmarks[flag] = new Bookmark(afterSequence + lines.Count, from.Offset + whole);
        }

        return lines;
    }

    public void WriteCheckpoint(string flag, RolloutCheckpoint checkpoint)
    {
        files.CreateFolder(folder);
        ReplacedFile.Write(files, PathOf(StoreNames.CheckpointOf(flag, checkpoint.Name)), CheckpointText.HeadOf(flag, checkpoint), checkpoint.Content.Span);
    }

    /// <summary>Reads the checkpoints of a flag; of a file that begins as a known one no more than its beginning.</summary>
    public RolloutCheckpoint[] ReadCheckpoints(string flag, IReadOnlyList<RolloutCheckpoint> known)
    {
        Dictionary<string, RolloutCheckpoint> knownFiles = FilesOf(flag, known);
        var checkpoints = new SortedDictionary<string, RolloutCheckpoint>(StringComparer.Ordinal);
        foreach ((string file, _) in files.List(folder, StoreNames.CheckpointsOf(flag)))
        {
            if (StoreNames.IsCheckpoint(file) && (KnownOf(file, knownFiles) ?? TryReadCheckpoint(flag, PathOf(file))) is { } checkpoint)
            {
                checkpoints[checkpoint.Name] = checkpoint;
            }
        }

        return [.. checkpoints.Values];
    }

    /// <summary>Removes a checkpoint, unless its writer has replaced it.</summary>
    public void DeleteCheckpoint(string flag, RolloutCheckpoint checkpoint) =>
        RemovedFile.Remove(files, PathOf(StoreNames.CheckpointOf(flag, checkpoint.Name)), path => VersionAt(path) is { } version && version == checkpoint.Version);

    /// <summary>Gets the files that were to be removed when a process ended.</summary>
    public List<string> Removed()
    {
        var removed = new List<string>();
        foreach ((string file, _) in files.List(folder))
        {
            if (StoreNames.IsRemoved(file))
            {
                removed.Add(file);
            }
        }

        return removed;
    }

    private static Dictionary<string, RolloutCheckpoint> FilesOf(string flag, IReadOnlyList<RolloutCheckpoint> known)
    {
        var files = new Dictionary<string, RolloutCheckpoint>(StringComparer.Ordinal);
        foreach (RolloutCheckpoint checkpoint in known)
        {
            files[StoreNames.CheckpointOf(flag, checkpoint.Name)] = checkpoint;
        }

        return files;
    }

    /// <summary>Gets what is known of a file that has not changed: a file that was replaced begins with another checksum, however fast that was.</summary>
    private RolloutCheckpoint? KnownOf(string file, Dictionary<string, RolloutCheckpoint> known) =>
        known.TryGetValue(file, out RolloutCheckpoint? checkpoint) && VersionAt(PathOf(file)) is { } version && checkpoint.Version == version ? checkpoint : null;

    private string? VersionAt(string path) => CheckpointText.VersionOf(files.Read(path, most: CheckpointText.MarkLength));

    private RolloutCheckpoint? TryReadCheckpoint(string flag, string path)
    {
        try
        {
            return files.Read(path) is { } text ? CheckpointText.Read(flag, text) : null;
        }
        catch (InvalidDataException exception)
        {
            damages.Add(path, $"The checkpoint is damaged, and is left out. {exception.Message}");
            return null;
        }
    }

    private string? FlagInside(string journal)
    {
        byte[] text = files.Read(PathOf(journal)) ?? [];
        try
        {
            List<ReadOnlyMemory<byte>> lines = JournalText.Lines(text.AsMemory(0, JournalText.WholeLength(text)), skip: 0);
            return lines.Count == 0 ? null : Journal.RolloutJournalEntry.Parse(lines[0].Span).Flag;
        }
        catch (InvalidDataException exception)
        {
            damages.Add(PathOf(journal), $"Neither the file's name nor its first entry says which flag's journal it is, and it is left out. {exception.Message}");
            return null;
        }
    }

    /// <summary>Where a read ended: after how many entries, and at which byte.</summary>
    private readonly record struct Bookmark(long Sequence, long Offset);
}
