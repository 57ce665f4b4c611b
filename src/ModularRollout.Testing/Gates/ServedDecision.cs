namespace ModularRollout.Testing.Gates;

/// <summary>What a fake gate serves for a flag.</summary>
internal sealed record ServedDecision(Decision Decision, DecisionArm Arm);
