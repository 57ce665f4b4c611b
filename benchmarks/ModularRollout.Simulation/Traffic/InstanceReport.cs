namespace ModularRollout.Simulation.Traffic;

/// <summary>What one of several processes tells whoever controls the rollout: new events, and all counts, which only grow.</summary>
internal sealed record InstanceReport(int Instance, SeenEvent[] Events, long Outcomes, long[] BudgetEvents);

/// <summary>A subject had an event of a kind in a stretch.</summary>
internal readonly record struct SeenEvent(int Kind, int Subject, int Stretch);
