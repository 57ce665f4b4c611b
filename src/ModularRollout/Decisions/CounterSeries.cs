namespace ModularRollout.Decisions;

/// <summary>What one counter counts: decisions of one flag with one variant, reason and error.</summary>
internal sealed record CounterSeries(string Flag, string? Variant, DecisionReason Reason, DecisionError Error);
