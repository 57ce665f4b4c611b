using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>The journal of one flag, as whoever holds the lease writes it. Not thread-safe.</summary>
internal sealed class JournalFile
{
    private readonly IStoreFiles _files;
    private readonly string _path;
    private readonly StoreDamages _damages;
    private JournalHead _head;
    private long? _length;
    private bool _isHalfWritten;

    public JournalFile(IStoreFiles files, string path, StoreDamages damages)
    {
        _files = files;
        _path = path;
        _damages = damages;
    }

    /// <summary>Cuts off what a crash left, and finds the entry the next one must follow.</summary>
    /// <exception cref="InvalidDataException">The last entry is damaged.</exception>
    public void Recover()
    {
        if (!_files.TryProtect(_path))
        {
            _damages.Add(_path, "Others than this process's user may read the file, and it belongs to somebody else: make it readable by its owner alone.");
        }

        using IStoreFile file = _files.Open(_path);
        Recover(file);
    }

    /// <summary>Appends an entry; it is durable when this returns.</summary>
    /// <exception cref="RolloutConflictException">It does not follow the last one.</exception>
    /// <exception cref="InvalidDataException">The last entry is damaged.</exception>
    public void Append(RolloutJournalEntry entry)
    {
        using IStoreFile file = _files.Open(_path);
        CutHalfWritten(file);
        if (file.Length != _length || !_head.IsFollowedBy(entry))
        {
            // Somebody else wrote the file, or repaired it.
            Recover(file);
        }

        if (_head.Demand(entry))
        {
            Write(file, [.. entry.Line, (byte)'\n']);
            _head = JournalHead.Of(entry);
        }
    }

    /// <summary>Writes a line. If that fails, nobody knows how much of it is in the file: it is cut off before the next.</summary>
    private void Write(IStoreFile file, ReadOnlySpan<byte> line)
    {
        long length = _length!.Value;
        _isHalfWritten = true;
        file.Write(length, line);
        file.Flush();
        _isHalfWritten = false;
        _length = length + line.Length;
    }

    private void CutHalfWritten(IStoreFile file)
    {
        if (_isHalfWritten)
        {
            file.SetLength(Math.Min(file.Length, _length!.Value));
            file.Flush();
            _isHalfWritten = false;
        }
    }

    private void Recover(IStoreFile file)
    {
        _length = null;
        byte[] text = _files.Read(_path) ?? [];
        int whole = JournalText.WholeLength(text);
        if (whole < text.Length)
        {
            file.SetLength(whole);
            _damages.Add(_path, $"{text.Length - whole} bytes after the last whole entry were cut off: an append that a crash or a full disk stopped, and that was never acknowledged.");
        }

        // An entry whose writer died before its flush is believed from here on, so it has to be durable as well.
        file.Flush();
        _head = HeadOf(JournalText.LastLine(text.AsSpan(0, whole)));
        _length = whole;
    }

    private JournalHead HeadOf(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.IsEmpty ? default : JournalHead.Of(RolloutJournalEntry.Parse(line));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The last entry of '{_path}' is damaged; nothing can be appended. {exception.Message}", exception);
        }
    }
}
