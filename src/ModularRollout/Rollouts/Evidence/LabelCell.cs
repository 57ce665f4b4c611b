using System.Text.Json.Serialization;

namespace ModularRollout.Rollouts.Evidence;

/// <summary>Counts the labels that were given while the candidate had one share of the random traffic.</summary>
/// <remarks>
/// A label is the arm of one subject with an event, once per guard and stretch. One cell holds the labels of one pair (e, s): the stretch
/// in which its subjects were last labelled as baseline, and the stretch in which they are labelled now. Immutable. The default value is empty.
/// </remarks>
public readonly record struct LabelCell
{
    /// <summary>Makes a cell.</summary>
    /// <param name="share">The conditional share of the candidate, in [0, 1], before a tolerated ratio.</param>
    /// <param name="candidate">The labels of the candidate; at least 0.</param>
    /// <param name="total">The labels of both arms; at least <paramref name="candidate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    [JsonConstructor]
    public LabelCell(double share, long candidate, long total)
    {
        ArgumentRange.ThrowUnlessShare(share);
        ArgumentOutOfRangeException.ThrowIfNegative(candidate);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, candidate);
        Share = share;
        Candidate = candidate;
        Total = total;
    }

    /// <summary>Gets the share of the candidate among the subjects that could be labelled, before a tolerated ratio.</summary>
    /// <value>A fraction of 1.</value>
    public double Share { get; }

    /// <summary>Gets the number of labels of the candidate.</summary>
    public long Candidate { get; }

    /// <summary>Gets the number of labels of both arms.</summary>
    public long Total { get; }

    /// <summary>
    /// Computes the share at which subjects enter a stretch that were last labelled as baseline at a lower share: (share − earlier)/(1 −
    /// earlier).
    /// </summary>
    /// <param name="earlier">The share when they were labelled as baseline; in [0, 1).</param>
    /// <param name="share">The share of the stretch; in [<paramref name="earlier"/>, 1].</param>
    /// <returns>The conditional share, in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <remarks>
    /// Cohorts only grow: those below the earlier share were the candidate's, so among the others the candidate has this part.
    /// </remarks>
    public static double ConditionalShare(double earlier, double share)
    {
        ArgumentRange.ThrowUnlessShare(share);
        ArgumentRange.ThrowUnless(earlier >= 0 && earlier <= share && earlier < 1, earlier, "at least 0, below 1 and at most the later share");
        return (share - earlier) / (1 - earlier);
    }
}
