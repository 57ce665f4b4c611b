namespace ModularRollout.Tests.Laws;

/// <summary>A whole decision as a value: everything it says but the version of its snapshot.</summary>
public sealed record Told(
    string Flag, string? Variant, bool IsEnabled, DecisionReason Reason, DecisionError Error, string? Rule, double? Bucket, ulong Hash, DecisionArm Arm)
{
    internal static Told By(in Decision decision) => new(
        decision.Flag, decision.Variant, decision.IsEnabled, decision.Reason, decision.Error, decision.Rule, decision.Bucket, decision.Hash, decision.Arm);

    internal static Told[] All(FeatureSnapshot snapshot, EvaluationContext context) =>
        [.. snapshot.Flags.Select(flag => By(snapshot.Decide(flag.Name, context)))];
}
