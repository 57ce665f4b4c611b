using System.IO.Hashing;
using System.Text;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>What a medium may hold after a crash at a point of a log.</summary>
/// <remarks>
/// When the process dies, everything written is there, and of the last write any number of bytes. When the power fails, what was flushed
/// is there; of everything else, each write, cut and name is there or not, in any combination, and the last write in part: its
/// beginning, its beginning and then zeros, or zeros and then its end.
/// </remarks>
internal sealed class CrashStates
{
    /// <summary>Zeros come in sectors; these are small, for that all sizes of holes are seen.</summary>
    private const int Sector = 8;

    private readonly Dictionary<int, byte[]> _contents = [];
    private readonly Dictionary<string, int> _names = [];
    private readonly List<DiskEvent> _pending = [];
    private readonly HashSet<UInt128> _seen = [];

    private CrashStates(CrashDisk disk, int count)
    {
        foreach ((string path, byte[] content) in disk.Start)
        {
            _names[path] = _contents.Count;
            _contents[_contents.Count] = content;
        }

        foreach (DiskEvent one in disk.Log.Take(count).Where(static one => one is not DiskEvent.Mark))
        {
            Follow(one);
        }
    }

    /// <summary>Gets each state once that a crash after so many events of the log may leave.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="count">After how many events.</param>
    /// <param name="cuts">Where the last write is cut; <see langword="null"/> for at every byte.</param>
    public static IEnumerable<Dictionary<string, byte[]>> After(CrashDisk disk, int count, Func<byte[], IEnumerable<int>>? cuts = null)
    {
        var states = new CrashStates(disk, count);
        DiskEvent.Write? last = count > 0 ? disk.Log[count - 1] as DiskEvent.Write : null;
        for (int there = 0; there < 1 << states._pending.Count; there++)
        {
            DiskEvent[] chosen = [.. states._pending.Where((_, i) => (there & (1 << i)) != 0)];
            foreach (DiskEvent[] variant in Variants(chosen, last, cuts ?? EveryByte))
            {
                Dictionary<string, byte[]> state = states.With(variant);
                if (states._seen.Add(DigestOf(state)))
                {
                    yield return state;
                }
            }
        }
    }

    public static IEnumerable<int> EveryByte(byte[] bytes) => Enumerable.Range(0, bytes.Length);

    /// <summary>Cuts text at every byte, and what is none at every so many, and before its last.</summary>
    public static Func<byte[], IEnumerable<int>> EveryByteOfText(int stride) => bytes => bytes.Contains((byte)0)
        ? EveryByte(bytes).Where(cut => cut % stride == 0 || cut == bytes.Length - 1)
        : EveryByte(bytes);

    private static IEnumerable<DiskEvent[]> Variants(DiskEvent[] chosen, DiskEvent.Write? last, Func<byte[], IEnumerable<int>> cuts)
    {
        yield return chosen;
        int at = last is null ? -1 : Array.IndexOf(chosen, last);
        foreach (int cut in at < 0 ? [] : cuts(last!.Bytes))
        {
            yield return With(last! with { Bytes = last.Bytes[..cut] });
            if (cut % Sector == 0 || cut == last.Bytes.Length - 1)
            {
                yield return With(last! with { Bytes = [.. last.Bytes[..cut], .. new byte[last.Bytes.Length - cut]] });
                yield return With(last! with { Bytes = [.. new byte[cut], .. last.Bytes[cut..]] });
            }
        }

        DiskEvent[] With(DiskEvent part) => [.. chosen[..at], part, .. chosen[(at + 1)..]];
    }

    /// <summary>A flush makes durable what is pending of its file; everything else waits.</summary>
    private void Follow(DiskEvent one)
    {
        if (one is not DiskEvent.Flush flush)
        {
            _pending.Add(one);
            return;
        }

        foreach (DiskEvent durable in _pending.Where(pending => FileOf(pending) == flush.File))
        {
            Apply(durable, _contents, _names);
        }

        _pending.RemoveAll(pending => FileOf(pending) == flush.File);
    }

    private Dictionary<string, byte[]> With(DiskEvent[] events)
    {
        var contents = new Dictionary<int, byte[]>(_contents);
        var names = new Dictionary<string, int>(_names);
        foreach (DiskEvent one in events)
        {
            Apply(one, contents, names);
        }

        return names.ToDictionary(static name => name.Key, name => contents.GetValueOrDefault(name.Value, []));
    }

    private static void Apply(DiskEvent one, Dictionary<int, byte[]> contents, Dictionary<string, int> names)
    {
        switch (one)
        {
            case DiskEvent.Create create:
                names[create.Path] = create.File;
                break;
            case DiskEvent.Move move:
                names.Remove(move.From);
                names[move.To] = move.File;
                break;
            case DiskEvent.Delete delete:
                names.Remove(delete.Path);
                break;
            case DiskEvent.Write write:
                contents[write.File] = CrashDisk.Written(contents.GetValueOrDefault(write.File, []), write.Offset, write.Bytes);
                break;
            case DiskEvent.SetLength cut:
                contents[cut.File] = CrashDisk.Resized(contents.GetValueOrDefault(cut.File, []), cut.Length);
                break;
        }
    }

    private static int FileOf(DiskEvent one) => one switch
    {
        DiskEvent.Create create => create.File,
        DiskEvent.Move move => move.File,
        DiskEvent.Delete delete => delete.File,
        DiskEvent.Write write => write.File,
        DiskEvent.SetLength cut => cut.File,
        _ => -1,
    };

    private static UInt128 DigestOf(Dictionary<string, byte[]> state)
    {
        var hash = new XxHash128();
        foreach ((string path, byte[] content) in state.OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            hash.Append(Encoding.UTF8.GetBytes($"{path}\0{content.Length}\0"));
            hash.Append(content);
        }

        return hash.GetCurrentHashAsUInt128();
    }
}
