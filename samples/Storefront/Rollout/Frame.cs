using ModularRollout;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using Storefront.Shop;

namespace Storefront.Rollout;

/// <summary>What is known at one look: everything that a view shows comes from here.</summary>
/// <param name="Now">The virtual time.</param>
/// <param name="Progress">Where the rollout stands, and what it waits for.</param>
/// <param name="Exposed">The same at the last look at which a stage was exposed: when an attempt ends, its stage and its counts are gone.</param>
/// <param name="Readings">What the guards said last.</param>
/// <param name="Journal">What happened to it so far.</param>
/// <param name="Till">The shop's own books.</param>
/// <param name="Explanation">A decision worth explaining at this look; mostly <see langword="null"/>.</param>
/// <param name="Speed">Virtual seconds a real second; <see langword="null"/> for as many as the machine can.</param>
internal sealed record Frame(
    DateTimeOffset Now,
    RolloutProgress Progress,
    RolloutProgress Exposed,
    IReadOnlyList<GuardReading> Readings,
    RolloutJournal Journal,
    Till Till,
    FlagExplanation? Explanation,
    double? Speed)
{
    private static readonly TimeSpan s_firstMinutes = TimeSpan.FromMinutes(4);

    /// <summary>Gets how far the evidence of a guard is on the way to its limit, from 0 to 1.</summary>
    public static double PartOf(GuardReading reading) =>
        double.IsFinite(reading.LogLimit) ? Math.Clamp(reading.Log / reading.LogLimit, 0, 1) : 0;

    /// <summary>Gets whether something may be about to happen: a share has just been exposed, or a guard is on its way to its limit.</summary>
    public static bool IsTense(RolloutProgress progress, DateTimeOffset now) =>
        (progress.SharePercent > 0 && now - progress.StageSince < s_firstMinutes) || progress.Readings.Any(static reading => PartOf(reading) > .05);
}
