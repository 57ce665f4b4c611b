using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Stores;

/// <summary>Keeps the journals of rollouts, and the checkpoints beside them.</summary>
/// <remarks>
/// Implement this to keep rollouts in a store of your own. All members may be called at once, from many threads. Let exceptions escape:
/// whoever calls tries again. What a store promises:
/// <list type="bullet">
/// <item>An append that completes is durable: it survives the process and the machine at any moment after.</item>
/// <item>An append that fails has no effect, or has all of it. Appending the same entry again is therefore always right, and succeeds if
/// it is already the journal's last.</item>
/// <item>Readers see whole entries, in the order they were appended, and need no lease.</item>
/// <item>At most one lease is held at a time, by one process. It ends with its process, however that ends.</item>
/// <item>A checkpoint is replaced whole or not at all. One that is damaged is left out and told in <see cref="Damages"/>.</item>
/// </list>
/// Checkpoints hold subject hashes, which are personal data: nobody but the owner of the application may read the store.
/// A store lives as long as its gate, as a singleton, and is disposed by whoever made it, a container for one, after the gate; never by the gate.
/// </remarks>
public interface IRolloutStore
{
    /// <summary>Gets whether other processes, and this one after a restart, see what is written.</summary>
    /// <value>False for a store in memory. Starting a rollout on such a store demands that the application says it is a single process.</value>
    bool IsShared { get; }

    /// <summary>Gets what was found damaged since the store was opened, the oldest first.</summary>
    /// <value>Empty unless the store can find damage.</value>
    IReadOnlyList<RolloutStoreDamage> Damages => [];

    /// <summary>Acquires the lease, if nobody holds it.</summary>
    /// <param name="holder">Who asks, such as machine, process and instance: it is shown to others.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>The lease; <see langword="null"/> while it is held, by another process or by this one.</returns>
    ValueTask<IRolloutLease?> TryAcquireLeaseAsync(string holder, CancellationToken cancellationToken);

    /// <summary>Gets who holds the lease, for messages.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>
    /// The name it was acquired under; <see langword="null"/> when nobody holds it or nobody knows. After a crash it may be the name of
    /// the last holder.
    /// </returns>
    ValueTask<string?> ReadHolderAsync(CancellationToken cancellationToken);

    /// <summary>Gets the flags that have a journal.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>Their names in ordinal order. One whose first append was cut short may be among them.</returns>
    ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Reads a journal, or what was appended to it since the last read.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="afterSequence">The number of the last entry that is known; 0 reads from the beginning.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>
    /// The lines of whole entries, as <see cref="RolloutJournalEntry.ToJson"/> wrote them; none for a flag without a journal. They are not
    /// verified: <see cref="RolloutJournal"/> does that. One that is just being appended may be among them before it is durable; should its
    /// append fail, another may take its place, and a reader that knows it finds that the journal no longer follows: it reads it from the beginning.
    /// </returns>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string flag, long afterSequence, CancellationToken cancellationToken);

    /// <summary>Appends an entry to its flag's journal.</summary>
    /// <param name="entry">The entry. Its sequence, attempt and previous hash must follow the journal's last entry.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    /// <returns>A task that completes once the entry is durable.</returns>
    /// <exception cref="RolloutConflictException">The entry does not follow the journal's last one. Nothing was appended.</exception>
    /// <exception cref="InvalidOperationException">This store does not hold the lease. Nothing was appended.</exception>
    /// <exception cref="InvalidDataException">The journal is damaged where the entry would go. Nothing was appended.</exception>
    /// <exception cref="IOException">The medium refused, for instance because it is full. The entry is not acknowledged.</exception>
    ValueTask AppendAsync(RolloutJournalEntry entry, CancellationToken cancellationToken);

    /// <summary>Replaces a checkpoint.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="name"><c>controller</c>, or the id of an instance, which no other process writes under. It needs no lease.</param>
    /// <param name="content">What to keep; it is copied or written before the task completes.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    /// <returns>A task that completes once the checkpoint is durable.</returns>
    /// <exception cref="IOException">The medium refused. The checkpoint is whole, the one before or this one.</exception>
    ValueTask WriteCheckpointAsync(string flag, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads the checkpoints of a flag.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The whole ones, in ordinal order of their names.</returns>
    ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, CancellationToken cancellationToken);

    /// <summary>Reads the checkpoints of a flag, but not again those that have not changed.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="known">What was read before. Its names and versions count; its content may be gone.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>As without <paramref name="known"/>, but one that still has the version that is known is the known one itself, the same object.</returns>
    /// <remarks>
    /// The gate asks at each look, and most checkpoints are those of processes that have ended. Optional: everything is read where it is not implemented. A store that implements it gives every
    /// checkpoint a <see cref="RolloutCheckpoint.Version"/>.
    /// </remarks>
    ValueTask<IReadOnlyList<RolloutCheckpoint>> ReadCheckpointsAsync(string flag, IReadOnlyList<RolloutCheckpoint> known, CancellationToken cancellationToken) =>
        ReadCheckpointsAsync(flag, cancellationToken);

    /// <summary>Removes a checkpoint that nobody needs any more, if it still is what was read.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="checkpoint">What was read. Its name and version count; its content may be gone.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    /// <returns>A task that completes once the checkpoint is removed, or has turned out to be gone, or another one by now: that stays.</returns>
    /// <exception cref="InvalidOperationException">This store does not hold the lease. Nothing was removed.</exception>
    /// <exception cref="IOException">The medium refused. The checkpoint is gone, or there and whole.</exception>
    /// <remarks>
    /// The gate asks it of evidence of attempts that are over, and of processes that ended, once the controller's own checkpoint holds it. Who wrote a checkpoint may be alive all the same and
    /// replace it at any moment: what it writes then is never removed. One that was removed may be back after a power failure. Optional: where it is not implemented, checkpoints of processes that
    /// ended stay.
    /// </remarks>
    ValueTask DeleteCheckpointAsync(string flag, RolloutCheckpoint checkpoint, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
