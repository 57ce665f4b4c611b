namespace ModularRollout;

/// <summary>Receives every decision of a gate, off the path of those who ask for decisions.</summary>
/// <remarks>
/// Implement this to keep or forward decisions. Take the batch and nothing else: waiting room, batching and counting what was dropped belong to the engine.
/// Calls on one recorder never overlap, so no locking is needed. Let exceptions escape: the batch is counted as failed, logged, and not handed over again.
/// While a call takes its time, records wait in a ring; when that is full, new ones are dropped and counted.
/// </remarks>
public interface IDecisionRecorder
{
    /// <summary>Gets the name that identifies this recorder in logs and metrics.</summary>
    string Name { get; }

    /// <summary>Takes a batch of decisions, in the order in which they were made on each thread.</summary>
    /// <param name="records">At least one record. Belongs to the recorder only until the task completes: copy what is to be kept.</param>
    /// <param name="cancellationToken">Is cancelled when the gate is disposed and has waited long enough.</param>
    /// <returns>A task that completes when the batch is taken.</returns>
    ValueTask RecordAsync(ReadOnlyMemory<DecisionRecord> records, CancellationToken cancellationToken);
}
