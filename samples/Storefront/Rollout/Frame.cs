using ModularRollout;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using Storefront.Shop;

namespace Storefront.Rollout;

/// <summary>What is known at one look: everything that a view shows comes from here.</summary>
/// <param name="Now">The virtual time.</param>
/// <param name="Progress">Where the rollout stands, on what evidence, and what it waits for.</param>
/// <param name="Journal">What happened to it so far.</param>
/// <param name="Till">The shop's own books.</param>
/// <param name="Explanation">A decision worth explaining at this look; mostly <see langword="null"/>.</param>
/// <param name="Speed">Virtual seconds a real second; <see langword="null"/> for as many as the machine can.</param>
internal sealed record Frame(DateTimeOffset Now, RolloutProgress Progress, RolloutJournal Journal, Till Till, FlagExplanation? Explanation, double? Speed)
{
    /// <summary>Gets how far the evidence of a guard is on the way to its limit, from 0 to 1.</summary>
    public static double PartOf(GuardReading reading) =>
        double.IsFinite(reading.LogLimit) ? Math.Clamp(reading.Log / reading.LogLimit, 0, 1) : 0;

    /// <summary>Gets how far the strongest guard is, of those that may still decide something.</summary>
    public static double TensionOf(RolloutProgress progress) =>
        progress.Status is RolloutStatus.Running or RolloutStatus.AwaitingApproval ? progress.Readings.Select(PartOf).DefaultIfEmpty().Max() : 0;
}
