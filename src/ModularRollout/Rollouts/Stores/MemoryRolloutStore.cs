using System.Collections.Immutable;
using System.Globalization;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Stores;

/// <summary>Keeps rollouts in memory, for a single process and for tests: everything ends with the process.</summary>
/// <remarks>All members may be called from many threads.</remarks>
public sealed class MemoryRolloutStore : IRolloutStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MemoryJournal> _journals = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private Hold? _hold;
    private long _written;

    /// <summary>Makes an empty store.</summary>
    /// <param name="timeProvider">Dates checkpoints; the system's clock unless said.</param>
    public MemoryRolloutStore(TimeProvider? timeProvider = null) => _clock = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <inheritdoc/>
    public ValueTask<IRolloutLease?> TryAcquireLeaseAsync(string holder, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(holder);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_hold is { IsOver: false })
            {
                return new ValueTask<IRolloutLease?>(result: null);
            }

            _hold = new Hold(holder);
            return new ValueTask<IRolloutLease?>(new MemoryLease(_hold));
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> ReadHolderAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new ValueTask<string?>(_hold is { IsOver: false } ? _hold.Holder : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var flags = new List<string>();
            foreach ((string flag, MemoryJournal journal) in _journals)
            {
                if (journal.Lines.Count > 0)
                {
                    flags.Add(flag);
                }
            }

            return new ValueTask<IReadOnlyList<string>>(flags);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string flag, long afterSequence, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            List<ReadOnlyMemory<byte>> lines = Of(flag).Lines;
            int known = (int)Math.Min(afterSequence, lines.Count);
            return new ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>>(lines.GetRange(known, lines.Count - known));
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(RolloutJournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_hold is not { IsOver: false })
            {
                throw LeaseNotHeld.ToAppend(entry);
            }

            MemoryJournal journal = Of(entry.Flag);
            if (journal.Head.Demand(entry))
            {
                journal.Lines.Add(entry.ToJson());
                journal.Head = JournalHead.Of(entry);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask WriteCheckpointAsync(string flag, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        cancellationToken.ThrowIfCancellationRequested();
        byte[] copy = content.ToArray();
        lock (_lock)
        {
            MemoryJournal journal = Of(flag);
            string version = (++_written).ToString(CultureInfo.InvariantCulture);
            journal.Checkpoints = journal.Checkpoints.SetItem(name, new RolloutCheckpoint(name, copy, _clock.GetUtcNow(), version));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new ValueTask<IReadOnlyList<RolloutCheckpoint>>([.. Of(flag).Checkpoints.Values]);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, IReadOnlyList<RolloutCheckpoint> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        var versions = new Dictionary<(string Name, string? Version), RolloutCheckpoint>();
        foreach (RolloutCheckpoint checkpoint in known)
        {
            versions[(checkpoint.Name, checkpoint.Version)] = checkpoint;
        }

        IReadOnlyList<RolloutCheckpoint> all = await ReadCheckpointsAsync(flag, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll([.. all], checkpoint => versions.GetValueOrDefault((checkpoint.Name, checkpoint.Version), checkpoint));
    }

    /// <inheritdoc/>
    public ValueTask DeleteCheckpointAsync(string flag, RolloutCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentNullException.ThrowIfNull(checkpoint);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_hold is not { IsOver: false })
            {
                throw LeaseNotHeld.ToDelete(flag, checkpoint);
            }

            MemoryJournal journal = Of(flag);
            bool isThere = journal.Checkpoints.TryGetValue(checkpoint.Name, out RolloutCheckpoint? kept) && kept.Version == checkpoint.Version;
            journal.Checkpoints = isThere ? journal.Checkpoints.Remove(checkpoint.Name) : journal.Checkpoints;
        }

        return ValueTask.CompletedTask;
    }

    private MemoryJournal Of(string flag)
    {
        if (!_journals.TryGetValue(flag, out MemoryJournal? journal))
        {
            _journals.Add(flag, journal = new MemoryJournal());
        }

        return journal;
    }

    private sealed class MemoryJournal
    {
        public List<ReadOnlyMemory<byte>> Lines { get; } = [];

        public JournalHead Head { get; set; }

        public ImmutableSortedDictionary<string, RolloutCheckpoint> Checkpoints { get; set; } = ImmutableSortedDictionary.Create<string, RolloutCheckpoint>(StringComparer.Ordinal);
    }

    private sealed class Hold(string holder)
    {
        private volatile bool _isOver;

        public string Holder => holder;

        public bool IsOver => _isOver;

        public void End() => _isOver = true;
    }

    private sealed class MemoryLease(Hold hold) : IRolloutLease
    {
        public string Holder => hold.Holder;

        public bool IsHeld => !hold.IsOver;

        public ValueTask DisposeAsync()
        {
            hold.End();
            return ValueTask.CompletedTask;
        }
    }
}
