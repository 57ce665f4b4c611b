using System.Text.Json;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>What telemetry calls the parts of a rollout.</summary>
internal static class RolloutNames
{
    public const string Transition = "modular_rollout.transition";
    public const string Refusal = "modular_rollout.refusal";

    public const string Flag = "feature_flag.key";
    public const string SetId = "feature_flag.set.id";
    public const string Kind = "modular_rollout.transition.kind";
    public const string Command = "modular_rollout.command";
    public const string Attempt = "modular_rollout.attempt";
    public const string FromStatus = "modular_rollout.from.status";
    public const string FromStage = "modular_rollout.from.stage";
    public const string ToStatus = "modular_rollout.to.status";
    public const string ToStage = "modular_rollout.to.stage";
    public const string HoldReason = "modular_rollout.hold_reason";
    public const string Guard = "modular_rollout.guard";
    public const string Arm = "modular_rollout.arm";
    public const string Actor = "modular_rollout.actor";
    public const string Reason = "modular_rollout.reason";

    public const string Candidate = "candidate";
    public const string Baseline = "baseline";

    /// <summary>Names a value as telemetry does: <c>roll_back</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
