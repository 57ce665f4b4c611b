using System.Text;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>A folder of a file store on a disk in memory, whose files can be damaged.</summary>
internal sealed class DiskFolder
{
    public const string Folder = "/rollouts";
    private static readonly string s_journal = Path.Combine(Folder, $"journal-{Shop.Flag}.jsonl");
    private static readonly string s_checkpoint = Path.Combine(Folder, $"checkpoint-{Shop.Flag}@controller.checkpoint");

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<IRolloutStore, DiskFolder> s_folders = [];

    public DiskFolder(IReadOnlyDictionary<string, byte[]>? content = null)
    {
        Disk = new CrashDisk(content);
        Store = new FileRolloutStore(Disk, Folder, TimeProvider.System);
        s_folders.Add(Store, this);
    }

    public CrashDisk Disk { get; }

    public FileRolloutStore Store { get; }

    public static Dictionary<string, byte[]> FilesOf(IRolloutStore store) => s_folders.TryGetValue(store, out DiskFolder? folder) ? folder.Files : [];

    /// <summary>Gets what is on the disk now.</summary>
    public Dictionary<string, byte[]> Files => Disk.List(Folder).ToDictionary(static file => Path.Combine(Folder, file.Name), file => Disk.Read(Path.Combine(Folder, file.Name))!);

    /// <summary>Gets a copy of the folder in which the journal's lines are others.</summary>
    public DiskFolder WithJournal(Func<List<string>, IEnumerable<string>> change)
    {
        Dictionary<string, byte[]> files = Files;
        List<string> lines = [.. Encoding.UTF8.GetString(files[s_journal]).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        files[s_journal] = Encoding.UTF8.GetBytes(string.Concat(change(lines).Select(static line => line + "\n")));
        return new DiskFolder(files);
    }

    /// <summary>Gets a copy of the folder in which the journal's text goes on.</summary>
    public DiskFolder WithTornTail(string torn)
    {
        Dictionary<string, byte[]> files = Files;
        files[s_journal] = [.. files[s_journal], .. Encoding.UTF8.GetBytes(torn)];
        return new DiskFolder(files);
    }

    /// <summary>Gets a copy of the folder in which one bit of the controller's checkpoint is flipped, or which has none.</summary>
    public DiskFolder WithCheckpoint(int? flipped)
    {
        Dictionary<string, byte[]> files = Files;
        if (flipped is { } bit)
        {
            byte[] content = [.. files[s_checkpoint]];
            content[bit / 8 % content.Length] ^= (byte)(1 << (bit % 8));
            files[s_checkpoint] = content;
        }
        else
        {
            files.Remove(s_checkpoint);
        }

        return new DiskFolder(files);
    }

    /// <summary>Leaves room for a half of whatever is written next.</summary>
    public void Fill() => Disk.FailWrite = static (_, bytes) => bytes.Length / 2;

    public void MakeRoom() => Disk.FailWrite = static (_, _) => null;

    /// <summary>Puts the journal of another folder in place of this one's, under a running process.</summary>
    public void TakeJournalOf(DiskFolder other)
    {
        using ModularRollout.Rollouts.Stores.Files.IStoreFile file = Disk.Open(s_journal);
        byte[] text = other.Disk.Read(s_journal)!;
        file.SetLength(0);
        file.Write(0, text);
        file.Flush();
    }
}
