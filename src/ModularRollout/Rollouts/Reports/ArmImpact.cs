using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Rollouts.Reports;

/// <summary>The settled outcomes of one arm among the subjects with one value of an attribute.</summary>
public readonly struct ArmImpact
{
    internal ArmImpact(long outcomes, long failures, TimeSpan duration)
    {
        Outcomes = outcomes;
        Failures = failures;
        Duration = duration;
    }

    /// <summary>Gets the successes and failures.</summary>
    public long Outcomes { get; }

    /// <summary>Gets the failures.</summary>
    public long Failures { get; }

    /// <summary>Gets how long all of them took together.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Gets how long one of them took on average.</summary>
    /// <value>Zero where there are none. A plain mean, which a few long ones can move far.</value>
    public TimeSpan MeanDuration => Outcomes == 0 ? TimeSpan.Zero : Duration / Outcomes;

    /// <summary>Encloses the rate of failures.</summary>
    /// <param name="alpha">The probability of ever missing it; above 0 and below 1.</param>
    /// <returns><see cref="AnytimeInterval.OfRate"/>: for outcomes that fail independently of each other.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public AnytimeInterval FailureRate(double alpha) => AnytimeInterval.OfRate(Failures, Outcomes, alpha);
}
