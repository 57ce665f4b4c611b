using ModularRollout.Definitions;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Governance;

/// <summary>What is known of one flag's care, at one moment. Immutable; the rules read nothing else.</summary>
internal sealed record GovernanceFacts
{
    public required string Flag { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether a provider defines the flag; one that nobody does may still be killed.</summary>
    public bool IsDefined { get; init; } = true;

    public string? Owner { get; init; }

    public DateOnly? Expires { get; init; }

    public bool IsPermanent { get; init; }

    public string? RemovalPlan { get; init; }

    public bool HasOperators { get; init; }

    /// <summary>The plan of the flag's rollout: the locked one while an attempt runs, the one that goes on from it after completion; <see langword="null"/> where it has none.</summary>
    public RolloutPlan? Plan { get; init; }

    /// <summary>Where the rollout stands; <see langword="null"/> where nobody has looked after it yet.</summary>
    public RolloutProgress? Rollout { get; init; }

    /// <summary>The kill that is in force.</summary>
    public FlagKill? Kill { get; init; }

    /// <summary>When the flag was last seen to be decided; <see langword="null"/> for never.</summary>
    public DateTimeOffset? LastDecided { get; init; }

    /// <summary>Since when a decision of the flag would have been seen.</summary>
    public required DateTimeOffset WatchedSince { get; init; }

    /// <summary>Whether decisions of other processes are known too.</summary>
    public bool IsWatchedEverywhere { get; init; }

    public RolloutStatus? Status => Rollout?.Status;

    /// <summary>Whether the plan can still raise exposure.</summary>
    public bool HasOpenPlan => Rollout?.NextPlan is not null || Plan is not null && Status is null or RolloutStatus.Draft or RolloutStatus.Scheduled or RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval;

    public static GovernanceFacts Of(FlagDefinition definition, DateTimeOffset now) => new()
    {
        Flag = definition.Name,
        Now = now,
        WatchedSince = definition.Created is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : DateTimeOffset.MinValue,
        Owner = definition.Owner,
        Expires = definition.Expires,
        IsPermanent = definition.IsPermanent,
        RemovalPlan = definition.RemovalPlan,
        HasOperators = definition.Operators.Count > 0,
        Plan = RolloutPlan.Of(definition),
    };
}
