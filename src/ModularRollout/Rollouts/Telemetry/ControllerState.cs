using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>How the controller of rollouts is doing after a step.</summary>
/// <param name="IsControlling">Whether this process controls.</param>
/// <param name="Holder">Which process controls, where another one does.</param>
/// <param name="Error">What is wrong with the store.</param>
/// <param name="Damages">What the store found damaged, the oldest first.</param>
internal readonly record struct ControllerState(bool IsControlling, string? Holder, string? Error, IReadOnlyList<RolloutStoreDamage> Damages);
