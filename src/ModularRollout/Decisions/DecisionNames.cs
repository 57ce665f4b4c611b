using System.Text;
using ModularRollout.Snapshots;

namespace ModularRollout.Decisions;

/// <summary>The names of OpenTelemetry's conventions for feature flags, and what this package says in their words.</summary>
internal static class DecisionNames
{
    public const string Event = "feature_flag.evaluation";
    public const string Key = "feature_flag.key";
    public const string Variant = "feature_flag.result.variant";
    public const string Value = "feature_flag.result.value";
    public const string Reason = "feature_flag.result.reason";
    public const string ProviderName = "feature_flag.provider.name";
    public const string SetId = "feature_flag.set.id";
    public const string Version = "feature_flag.version";
    public const string ContextId = "feature_flag.context.id";
    public const string ErrorType = "error.type";
    public const string ErrorMessage = "feature_flag.error.message";

    /// <summary>Names a reason; those without a convention of their own are mapped to the nearest.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="isRandom">Whether a rollout placed the subject by its bucket.</param>
    public static string Of(DecisionReason reason, bool isRandom) => reason switch
    {
        DecisionReason.Static or DecisionReason.Forced => "static",
        DecisionReason.Default => "default",
        DecisionReason.Split => "split",
        DecisionReason.Disabled or DecisionReason.PrerequisiteFailed => "disabled",
        DecisionReason.Rollout when isRandom => "split",
        DecisionReason.TargetingMatch or DecisionReason.Rollout => "targeting_match",
        _ => "error",
    };

    /// <summary>Names an error.</summary>
    public static string? Of(DecisionError error) => error switch
    {
        DecisionError.None => null,
        DecisionError.FlagNotFound => "flag_not_found",
        DecisionError.TypeMismatch => "type_mismatch",
        DecisionError.TargetingKeyMissing => "targeting_key_missing",
        DecisionError.NotReady => "provider_not_ready",
        _ => "general",
    };

    /// <summary>Explains an error without naming the subject.</summary>
    public static string Explain(DecisionError error) => error switch
    {
        DecisionError.FlagNotFound => "No provider defines the flag.",
        DecisionError.TypeMismatch => "The variant's value does not convert exactly to the type of the key in code.",
        DecisionError.TargetingKeyMissing => "The split needs the targeting key, or its 'by' attribute, and the context has no usable one.",
        DecisionError.NotReady => "The gate has no snapshot yet.",
        _ => "No decision was possible.",
    };

    /// <summary>Gets a value in the nearest type that telemetry knows; objects as JSON text.</summary>
    public static object ValueOf(CompiledVariant variant) =>
        variant.TryGet(out bool boolean) ? boolean
        : variant.TryGet(out string? text) && text is not null ? text
        : variant.TryGet(out long whole) ? whole
        : variant.TryGet(out double number) ? number
        : Encoding.UTF8.GetString(variant.ToJson());
}
