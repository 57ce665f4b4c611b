using ModularRollout.Rollouts.Counting.Saving;

namespace ModularRollout.Rollouts.Control;

/// <summary>A watch as it was at one moment: the evidence, and what a restart needs of clocks and judge.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Counts">The evidence.</param>
/// <param name="Rest">The clocks and the judge, as they are saved.</param>
internal sealed record WatchCopy(int Attempt, CountsCopy Counts, byte[] Rest)
{
    /// <summary>Writes what <see cref="RolloutWatch.Read"/> reads.</summary>
    /// <param name="writer">To what.</param>
    /// <param name="counts">The saved evidence.</param>
    public void Write(BinaryWriter writer, byte[] counts)
    {
        writer.Write(counts.Length);
        writer.Write(counts);
        writer.Write(Rest);
    }
}
