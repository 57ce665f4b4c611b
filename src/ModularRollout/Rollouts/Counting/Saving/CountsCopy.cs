namespace ModularRollout.Rollouts.Counting.Saving;

/// <summary>An instance's evidence as it was at one moment. What is counted since does not reach it.</summary>
/// <remarks>Made in microseconds, however much there is; saved, which sorts every subject, on whatever thread has the time.</remarks>
internal sealed class CountsCopy(EvidenceState state, SortedDictionary<int, long> unsettled)
{
    /// <summary>Saves the evidence: for the next start, and for other instances to merge.</summary>
    /// <returns>Bytes whose integrity is the store's to check. They hold the hashes of subjects: personal data.</returns>
    public byte[] Save() => CountsWriter.Write(state, unsettled);
}
