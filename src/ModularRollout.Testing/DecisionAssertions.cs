using ModularRollout.Testing.Drills;

namespace ModularRollout.Testing;

/// <summary>Checks decisions, with any test framework.</summary>
public static class DecisionAssertions
{
    /// <summary>Checks that a decision serves a variant, because of a reason.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="variant">The variant's name.</param>
    /// <param name="reason">The reason; <see langword="null"/> for any.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="RolloutAssertionException">It does not.</exception>
    public static Decision ShouldServe(this Decision decision, string variant, DecisionReason? reason = null)
    {
        ArgumentNullException.ThrowIfNull(variant);
        bool isRight = decision.Variant == variant && (reason is null || decision.Reason == reason);
        string because = reason is null ? "" : $" because of {reason}";
        return isRight ? decision : throw new RolloutAssertionException($"`{decision.Flag}` should serve `{variant}`{because}, and {Describe(decision)}.");
    }

    /// <summary>Checks that a decision is that there is none.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="error">What should have prevented it.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="RolloutAssertionException">It is another.</exception>
    public static Decision ShouldFail(this Decision decision, DecisionError error) => decision.Variant is null && decision.Error == error
        ? decision
        : throw new RolloutAssertionException($"`{decision.Flag}` should have no variant because of {error}, and {Describe(decision)}.");

    /// <summary>Checks in which arm of a rollout a decision counts.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="arm">The arm.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="RolloutAssertionException">It counts in another.</exception>
    public static Decision ShouldBeInArm(this Decision decision, DecisionArm arm) => decision.Arm == arm
        ? decision
        : throw new RolloutAssertionException($"`{decision.Flag}` should count in arm {arm}, and counts in {decision.Arm}: it {Describe(decision)}.");

    private static string Describe(Decision decision)
    {
        string what = decision.Variant is { } variant ? $"serves `{variant}`" : "serves no variant";
        string rule = decision.Rule is { } name ? $", rule `{name}`" : "";
        string bucket = decision.Bucket is { } at ? $", bucket {DrillText.Of(at)}" : "";
        string error = decision.Error == DecisionError.None ? "" : $" ({decision.Error})";
        return $"{what} because of {decision.Reason}{error}{rule}{bucket}";
    }
}
