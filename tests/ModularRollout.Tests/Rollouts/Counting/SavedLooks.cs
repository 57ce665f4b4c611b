using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Counting.Saving;

namespace ModularRollout.Tests.Rollouts.Counting;

internal static class SavedLooks
{
    /// <summary>Looks at the evidence together with what others saved, as it comes from a store.</summary>
    public static EvidenceTotals Look(this AttemptCounts counts, params byte[][] others) => counts.Look(Of(others));

    public static SavedCounts[] Of(byte[][] others) => Array.ConvertAll(others, static other => new SavedCounts(other));
}
