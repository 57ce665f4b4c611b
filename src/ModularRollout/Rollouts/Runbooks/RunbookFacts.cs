using ModularRollout.Definitions;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Runbooks;

/// <summary>What a runbook is made of. Immutable: one moment.</summary>
internal sealed record RunbookFacts
{
    public required RolloutState State { get; init; }

    public required RolloutProgress Progress { get; init; }

    public required RolloutEvidence Evidence { get; init; }

    /// <summary>The definition in force, or the locked one where that is gone.</summary>
    public required FlagDefinition Definition { get; init; }

    public required RolloutJournal Journal { get; init; }

    public required DateTimeOffset Now { get; init; }

    public bool IsKilled { get; init; }

    /// <summary>The process that controls the rollouts, as far as it is known.</summary>
    public string? Controller { get; init; }

    /// <summary>Why this process takes no commands but kills; <see langword="null"/> where it does.</summary>
    public string? Refusal { get; init; }

    /// <summary>How long other processes may take to see a change.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much evidence a crash may cost.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    public RolloutPlan Plan => Progress.Plan;

    public string Flag => Progress.Flag;

    /// <summary>The variant that the kill switch serves.</summary>
    public string Off => Definition.Off ?? "off";

    /// <summary>Says whether a command would be accepted now, by somebody who may give it.</summary>
    /// <returns>Why it would be refused; <see langword="null"/> where it would not.</returns>
    public string? RefusalOf(RolloutCommandKind kind, string? argument = null)
    {
        if (kind is RolloutCommandKind.Kill or RolloutCommandKind.Revive)
        {
            return IsKilled == (kind == RolloutCommandKind.Kill) ? $"The kill switch is {(IsKilled ? "on" : "off")} already." : null;
        }

        var command = new RolloutCommand(kind, "somebody", "something", argument);
        RolloutStep step = kind == RolloutCommandKind.Adopt
            ? AdoptRules.Adopt(Plan, State, Evidence.IsDefined ? Definition : null, command)
            : CommandRules.Decide(Plan, State, Evidence, command, Now);
        return Refusal ?? (step.Move is null ? string.Join(' ', step.Waits) : null);
    }
}
