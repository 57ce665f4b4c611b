namespace ModularRollout.Decisions;

/// <summary>What one counter counts: decisions of one flag with one variant, reason and error.</summary>
/// <param name="Flag">The flag; empty for all names that are not defined, which are counted together.</param>
/// <param name="Variant">The variant; <see langword="null"/> where none is served.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Error">The error.</param>
/// <param name="IsRandom">Whether a rollout placed the subject by its share, not in its ring.</param>
internal sealed record CounterSeries(string Flag, string? Variant, DecisionReason Reason, DecisionError Error, bool IsRandom = false);
