using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>What the first stage needs.</summary>
internal static class StartRules
{
    /// <summary>Gets whether the flag has outlived its last day.</summary>
    public static bool IsExpired(RolloutEvidence evidence, DateTimeOffset now) =>
        evidence.Expires is { } expires && DateOnly.FromDateTime(now.UtcDateTime) > expires;

    /// <summary>Starts an attempt, or says what it waits for.</summary>
    public static RolloutStep Start(RolloutPlan plan, RolloutEvidence evidence, DateTimeOffset now, string reason)
    {
        List<string> waits = [.. evidence.Obstacles, .. evidence.Probes];
        AdvanceRules.AddHours(waits, plan, now);
        if (waits.Count > 0)
        {
            return new RolloutStep(null, waits);
        }

        RolloutPosition origin = default;
        return plan.Stages[0].Approval is null
            ? RolloutStep.Make(RolloutEntryKind.Start, origin.Running(0), reason)
            : RolloutStep.Make(RolloutEntryKind.Start, origin.As(RolloutStatus.AwaitingApproval), $"{reason} Stage `{plan.Stages[0].Name}` waits for its approval.");
    }
}
