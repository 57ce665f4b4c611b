using System.Globalization;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Control;

/// <summary>What a state exposes.</summary>
internal static class Exposures
{
    public static bool HasHoldback(RolloutPlan plan) => plan.Stages[^1].HoldbackPercent > 0;

    /// <summary>Gets whether the guards of a state are listened to.</summary>
    public static bool IsGuarded(RolloutPlan plan, RolloutState state) =>
        state.Stage >= 0 && (state.IsExposed || (state.Status == RolloutStatus.Completed && HasHoldback(plan)));

    /// <summary>Gets the share of a stage, in percent: that of the last stage up to it that has one, its holdback taken off; 0 for none.</summary>
    public static decimal PercentAt(RolloutPlan plan, int stage)
    {
        decimal percent = 0;
        for (int i = 0; i <= stage; i++)
        {
            percent = plan.Stages[i].IsRing ? percent : plan.Stages[i].SharePercent;
        }

        return percent;
    }

    /// <summary>Gets the share that a state exposes at random, in percent.</summary>
    public static decimal PercentOf(RolloutPlan plan, RolloutState state) => !state.IsExposed && state.Status != RolloutStatus.Completed
        ? 0
        : PercentOf(plan, new RolloutStretch(state.Position.Stretch, state.Stage, state.IsComplete));

    /// <summary>Gets the share that a stretch exposes at random, in percent.</summary>
    public static decimal PercentOf(RolloutPlan plan, RolloutStretch stretch) =>
        stretch.IsComplete ? 100 - plan.Stages[^1].HoldbackPercent : PercentAt(plan, stretch.Stage);

    /// <summary>Gets the form in which a state enters a compile; <see langword="null"/> where it exposes nobody.</summary>
    public static RolloutExposure? Of(RolloutPlan plan, RolloutState state, IOutcomeSink? outcomes)
    {
        if (state.Status != RolloutStatus.Completed && !(state.IsExposed && state.Stage >= 0))
        {
            return null;
        }

        decimal percent = PercentOf(plan, state);
        return new RolloutExposure
        {
            Flag = plan.Flag,
            Attempt = state.Attempt,
            Stage = state.Stage,
            Audiences = AudiencesOf(plan, state.Stage),
            HasShare = percent > 0,
            Bound = ShareBounds.OfPercent(percent, out bool isEverything),
            IsEverything = isEverything,
            Salt = SaltOf(plan, state.Attempt, state.EarlierAttempts),
            Outcomes = outcomes,
        };
    }

    /// <summary>Gets the salt of an attempt; the first of a plan has new buckets, whatever the plan says of the others.</summary>
    public static string SaltOf(RolloutPlan plan, int attempt, int earlierAttempts = 0)
    {
        int salted = plan.Restart == PlanRestart.SameBuckets ? earlierAttempts + 1 : attempt;
        return salted <= 1 ? plan.Flag + "/rollout" : string.Create(CultureInfo.InvariantCulture, $"{plan.Flag}/rollout/{salted}");
    }

    /// <summary>Gets the segments that a stage reaches, and those before it.</summary>
    public static string[] AudiencesOf(RolloutPlan plan, int stage)
    {
        var audiences = new List<string>();
        for (int i = 0; i <= stage; i++)
        {
            if (plan.Stages[i].Audience is { } audience && !audiences.Contains(audience))
            {
                audiences.Add(audience);
            }
        }

        return [.. audiences];
    }
}
