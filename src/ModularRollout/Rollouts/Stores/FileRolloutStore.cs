using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores.Files;

namespace ModularRollout.Rollouts.Stores;

/// <summary>Keeps rollouts in a folder of files, so that they survive a crash at any byte.</summary>
/// <remarks>
/// A journal is a file of lines that only grows; each append is flushed to the medium before it is acknowledged. A checkpoint is a file
/// that is replaced whole. The lease is a lock of the operating system, which ends with its process: the folder belongs on a local disk,
/// and all processes on the machine may share it. On Unix the files are readable by their owner only; on Windows they have the
/// access rights of the folder. All members may be called from many threads.
/// </remarks>
public sealed class FileRolloutStore : IRolloutStore, IDisposable
{
    private readonly IStoreFiles _files;
    private readonly string _directory;
    private readonly TimeProvider _clock;
    private readonly StoreDamages _damages;
    private readonly StoreFolder _folder;
    private readonly Dictionary<string, JournalFile> _journals = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _checkpointTurn = new(1, 1);
    private FileLease? _lease;
    private bool _isDisposed;

    /// <summary>Names the folder. Nothing is read or written yet.</summary>
    /// <param name="directory">The folder; it is created when something is first written.</param>
    /// <param name="timeProvider">Dates checkpoints and damages; the system's clock unless said.</param>
    /// <exception cref="ArgumentException">The path is empty or none.</exception>
    public FileRolloutStore(string directory, TimeProvider? timeProvider = null)
        : this(StoreDisk.Shared, Path.GetFullPath(directory), timeProvider ?? TimeProvider.System)
    {
    }

    internal FileRolloutStore(IStoreFiles files, string directory, TimeProvider clock)
    {
        _files = files;
        _directory = directory;
        _clock = clock;
        _damages = new StoreDamages(clock);
        _folder = new StoreFolder(files, directory, _damages);
    }

    /// <inheritdoc/>
    public bool IsShared => true;

    /// <inheritdoc/>
    public IReadOnlyList<RolloutStoreDamage> Damages => _damages.Found;

    /// <inheritdoc/>
    /// <exception cref="IOException">The folder cannot be written, or its file system does not lock.</exception>
    public async ValueTask<IRolloutLease?> TryAcquireLeaseAsync(string holder, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(holder);
        return await InTurnAsync(_turn, () => Acquire(holder), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> ReadHolderAsync(CancellationToken cancellationToken) =>
        await Task.Run(() => FileLease.ReadHolder(_files, _directory), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        await Task.Run(_folder.Flags, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string flag, long afterSequence, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        return await Task.Run(() => _folder.Read(flag, afterSequence), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(RolloutJournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await InTurnAsync(_turn, () => Append(entry), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask WriteCheckpointAsync(string flag, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        var checkpoint = new RolloutCheckpoint(name, content, _clock.GetUtcNow());
        await InTurnAsync(_checkpointTurn, () => WriteCheckpoint(flag, checkpoint), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, CancellationToken cancellationToken) => ReadCheckpointsAsync(flag, [], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, IReadOnlyList<RolloutCheckpoint> known, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentNullException.ThrowIfNull(known);
        return await Task.Run(() => _folder.ReadCheckpoints(flag, known), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteCheckpointAsync(string flag, RolloutCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentNullException.ThrowIfNull(checkpoint);
        await InTurnAsync(_turn, () => DeleteCheckpoint(flag, checkpoint), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Releases the lease, once what is being appended is durable.</summary>
    public void Dispose()
    {
        _turn.Wait();
        _isDisposed = true;
        _lease?.Release();
        _turn.Release();
    }

    private FileLease? Acquire(string holder)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _files.CreateFolder(_directory);
        FileLease? lease = FileLease.TryTake(_files, _directory, holder, _turn);
        try
        {
            return lease is null ? null : _lease = Recovered(lease);
        }
        catch
        {
            lease?.Release();
            throw;
        }
    }

    /// <summary>Another process may have written since, and may have died while it did.</summary>
    private FileLease Recovered(FileLease lease)
    {
        _journals.Clear();
        foreach (string name in _folder.Journals())
        {
            Recover(name, () => JournalOf(name).Recover());
        }

        foreach (string name in _folder.Removed())
        {
            Recover(name, () => RemovedFile.PutBack(_files, _folder.PathOf(name)));
        }

        return lease;
    }

    private void Recover(string name, Action recover)
    {
        try
        {
            recover();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // One file that cannot be opened keeps no other rollout from being controlled; appending to a journal tries again.
            _damages.Add(_folder.PathOf(name), exception.Message);
        }
    }

    private bool Append(RolloutJournalEntry entry)
    {
        if (_lease is not { IsHeld: true })
        {
            throw LeaseNotHeld.ToAppend(entry);
        }

        JournalOf(StoreNames.JournalOf(entry.Flag)).Append(entry);
        return true;
    }

    private bool DeleteCheckpoint(string flag, RolloutCheckpoint checkpoint)
    {
        if (_lease is not { IsHeld: true })
        {
            throw LeaseNotHeld.ToDelete(flag, checkpoint);
        }

        _folder.DeleteCheckpoint(flag, checkpoint);
        return true;
    }

    private bool WriteCheckpoint(string flag, RolloutCheckpoint checkpoint)
    {
        _folder.WriteCheckpoint(flag, checkpoint);
        return true;
    }

    private JournalFile JournalOf(string name)
    {
        if (!_journals.TryGetValue(name, out JournalFile? journal))
        {
            _journals.Add(name, journal = new JournalFile(_files, _folder.PathOf(name), _damages));
        }

        return journal;
    }

    /// <summary>Does one thing at a time, off the caller's thread: a flush takes milliseconds.</summary>
    private static async Task<T> InTurnAsync<T>(SemaphoreSlim turn, Func<T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
        finally
        {
            turn.Release();
        }
    }
}
