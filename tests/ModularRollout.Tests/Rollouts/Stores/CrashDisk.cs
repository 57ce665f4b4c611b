using ModularRollout.Rollouts.Stores.Files;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>A disk in memory that keeps account of every write and flush, and can fail in the middle of one. Thread-safe.</summary>
internal sealed class CrashDisk : IStoreFiles
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _names = [];
    private readonly List<byte[]> _files = [];
    private readonly HashSet<string> _locked = [];

    /// <param name="content">What is on the medium, by path.</param>
    public CrashDisk(IReadOnlyDictionary<string, byte[]>? content = null)
    {
        Start = content ?? new Dictionary<string, byte[]>();
        foreach ((string path, byte[] bytes) in Start)
        {
            _names[path] = _files.Count;
            _files.Add(bytes);
        }
    }

    /// <summary>Gets what was on the medium at the start. File numbers count on from these.</summary>
    public IReadOnlyDictionary<string, byte[]> Start { get; }

    public List<DiskEvent> Log { get; } = [];

    /// <summary>Decides how many bytes of a write arrive before it fails; <see langword="null"/> lets it succeed.</summary>
    public Func<string, byte[], int?> FailWrite { get; set; } = static (_, _) => null;

    /// <summary>Decides whether a flush fails.</summary>
    public Func<string, bool> FailFlush { get; set; } = static _ => false;

    public void CreateFolder(string path)
    {
    }

    /// <summary>Gets how many bytes were read.</summary>
    public long BytesRead { get; private set; }

    public IReadOnlyList<(string Name, long Length)> List(string folder, string prefix = "")
    {
        lock (_lock)
        {
            return
            [
                .. _names.Where(name => name.Key.StartsWith(Path.Combine(folder, prefix), StringComparison.Ordinal) && Path.GetDirectoryName(name.Key) == folder)
                    .Select(name => (Path.GetFileName(name.Key), _files[name.Value].LongLength)),
            ];
        }
    }

    public byte[]? Read(string path, long offset = 0, int most = int.MaxValue)
    {
        lock (_lock)
        {
            if (!_names.TryGetValue(path, out int file))
            {
                return null;
            }

            int start = (int)Math.Min(offset, _files[file].Length);
            byte[] read = _files[file].AsSpan(start, Math.Min(most, _files[file].Length - start)).ToArray();
            BytesRead += read.Length;
            return read;
        }
    }

    public IStoreFile Open(string path)
    {
        lock (_lock)
        {
            if (!_names.TryGetValue(path, out int file))
            {
                file = _files.Count;
                _files.Add([]);
                _names.Add(path, file);
                Log.Add(new DiskEvent.Create(file, path));
            }

            return new OpenFile(this, file, path);
        }
    }

    public bool TryProtect(string path) => true;

    /// <summary>Gets or sets what another process does just before a file gets another name.</summary>
    public Action<string> BeforeMove { get; set; } = static _ => { };

    public bool TryMove(string from, string to)
    {
        lock (_lock)
        {
            if (_names.ContainsKey(to))
            {
                return false;
            }

            Move(from, to);
            return true;
        }
    }

    public void Move(string from, string to)
    {
        BeforeMove(from);
        lock (_lock)
        {
            Log.Add(new DiskEvent.Move(_names[from], from, to));
            _names[to] = _names[from];
            _names.Remove(from);
        }
    }

    public void Delete(string path)
    {
        lock (_lock)
        {
            if (_names.Remove(path, out int file))
            {
                Log.Add(new DiskEvent.Delete(file, path));
            }
        }
    }

    public IDisposable? TryLock(string path)
    {
        lock (_lock)
        {
            return _locked.Add(path) ? new Unlock(() => UnlockFile(path)) : null;
        }
    }

    /// <summary>Gets a file after a write.</summary>
    public static byte[] Written(byte[] content, long offset, ReadOnlySpan<byte> bytes)
    {
        byte[] written = new byte[Math.Max(content.Length, (int)offset + bytes.Length)];
        content.CopyTo(written, 0);
        bytes.CopyTo(written.AsSpan((int)offset));
        return written;
    }

    /// <summary>Gets a file after its length was set.</summary>
    public static byte[] Resized(byte[] content, long length)
    {
        byte[] resized = new byte[length];
        content.AsSpan(0, Math.Min(content.Length, resized.Length)).CopyTo(resized);
        return resized;
    }

    private void UnlockFile(string path)
    {
        lock (_lock)
        {
            _locked.Remove(path);
        }
    }

    private long LengthOf(int file)
    {
        lock (_lock)
        {
            return _files[file].Length;
        }
    }

    private void Change(int file, DiskEvent change, Func<byte[], byte[]> made)
    {
        lock (_lock)
        {
            Log.Add(change);
            _files[file] = made(_files[file]);
        }
    }

    private sealed class OpenFile(CrashDisk disk, int file, string path) : IStoreFile
    {
        public long Length => disk.LengthOf(file);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            byte[] all = bytes.ToArray();
            int? arriving = disk.FailWrite(path, all);
            byte[] written = all[..(arriving ?? all.Length)];
            disk.Change(file, new DiskEvent.Write(file, offset, written), content => Written(content, offset, written));
            if (arriving is not null)
            {
                throw new IOException("No space left on device.");
            }
        }

        public void SetLength(long length) => disk.Change(file, new DiskEvent.SetLength(file, length), content => Resized(content, length));

        public void Flush()
        {
            if (disk.FailFlush(path))
            {
                throw new IOException("Input/output error.");
            }

            disk.Change(file, new DiskEvent.Flush(file), static content => content);
        }

        public void Dispose()
        {
        }
    }

    private sealed class Unlock(Action unlock) : IDisposable
    {
        public void Dispose() => unlock();
    }
}
