namespace ModularRollout.Rollouts.Counting;

/// <summary>A stretch of time with one constant share.</summary>
/// <param name="Stage">The stage it belongs to.</param>
/// <param name="Bound">The exclusive upper bound of the candidate's hashes.</param>
/// <param name="HasShare">Whether a share is exposed at random.</param>
/// <param name="IsEverything">Whether that is everything, which has no bound.</param>
/// <param name="IsComplete">Whether the rollout is complete, so that subjects are labelled once an epoch.</param>
internal sealed record Stretch(int Stage, ulong Bound, bool HasShare, bool IsEverything, bool IsComplete = false)
{
    /// <summary>Gets whether both arms have subjects: where one has none, the arm of a label is no news.</summary>
    public bool HasBothArms => HasShare && !IsEverything && Bound > 0;

    /// <summary>Gets the candidate's share of the random traffic.</summary>
    public double Share => !HasShare ? 0 : IsEverything ? 1 : Bound / 18446744073709551616.0;

    public bool IsCandidate(ulong subject) => HasShare && (IsEverything || subject < Bound);
}
