using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Counting;

/// <summary>One event that some guard of a plan counts.</summary>
/// <param name="Key">What identifies the event across plans and processes.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Quantile">Which of the baseline's quantiles is the threshold, by its index in <see cref="BaselineLatency"/>; for <see cref="GuardEventKind.Slow"/>.</param>
/// <param name="Threshold">The threshold; for <see cref="GuardEventKind.SlowerThan"/>.</param>
internal sealed record TableEvent(string Key, GuardEventKind Kind, int Quantile = 0, TimeSpan Threshold = default);
