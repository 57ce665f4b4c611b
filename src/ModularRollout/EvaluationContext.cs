using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Describes one subject: its targeting key and attributes.</summary>
/// <remarks>
/// Immutable, cheap to copy, and safe to share between threads. The default value is valid: a subject without key and attributes.
/// Never throws for any key: malformed UTF-16 is bucketed as U+FFFD, and an empty key is no usable key.
/// </remarks>
public readonly struct EvaluationContext
{
    internal readonly string? Key;
    internal readonly ulong KeyHash;
    internal readonly AttributeSlot[]? Attributes;
    internal readonly ForcedVariants? Forced;

    /// <summary>Creates a context with a targeting key alone.</summary>
    /// <param name="targetingKey">The stable id that is bucketed; hashed here, once, without allocating.</param>
    public EvaluationContext(string? targetingKey)
    {
        Key = targetingKey;
        KeyHash = string.IsNullOrEmpty(targetingKey) ? 0 : Snapshots.KeyHash.OfText(targetingKey);
    }

    internal EvaluationContext(string? targetingKey, AttributeSlot[]? attributes, ForcedVariants? forced)
        : this(targetingKey)
    {
        Attributes = attributes;
        Forced = forced;
    }

    /// <summary>Gets the stable id that is bucketed: a user, tenant, device or instance.</summary>
    /// <value>The key as given; <see langword="null"/> when there is none. An empty key is not bucketed.</value>
    public string? TargetingKey => Key;

    internal bool HasKey => !string.IsNullOrEmpty(Key);

    /// <summary>Starts a context with attributes: <c>EvaluationContext.For("user-7").With("country", "CH").Build()</c>.</summary>
    /// <param name="targetingKey">The stable id that is bucketed, or <see langword="null"/>.</param>
    /// <returns>A builder for this thread, to be used at once and built exactly once.</returns>
    public static EvaluationContextBuilder For(string? targetingKey) => EvaluationContextBuilder.Start(targetingKey);
}
