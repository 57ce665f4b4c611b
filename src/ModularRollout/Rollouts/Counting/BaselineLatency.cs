namespace ModularRollout.Rollouts.Counting;

/// <summary>How long the baseline takes in a stage.</summary>
/// <param name="Outcomes">How many outcomes say so.</param>
/// <param name="P50">The duration that half of them do not exceed, to 1 %.</param>
/// <param name="P90">The one that nine tenths do not exceed.</param>
/// <param name="P99">The one that 99 of 100 do not exceed.</param>
internal readonly record struct BaselineLatency(long Outcomes, TimeSpan P50, TimeSpan P90, TimeSpan P99)
{
    public const int Quantiles = 3;

    public TimeSpan this[int quantile] => quantile switch { 0 => P50, 1 => P90, _ => P99 };
}
