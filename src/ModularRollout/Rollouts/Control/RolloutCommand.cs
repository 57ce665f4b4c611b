namespace ModularRollout.Rollouts.Control;

/// <summary>What an operator wants.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Argument">The guard that is acknowledged, or the group for which a stage is approved.</param>
internal sealed record RolloutCommand(RolloutCommandKind Kind, string Actor, string Reason, string? Argument = null);
