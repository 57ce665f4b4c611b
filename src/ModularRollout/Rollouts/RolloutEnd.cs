using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts;

/// <summary>Says how an attempt of a rollout ended: where it stood until then, who or what ended it, and on what evidence.</summary>
/// <remarks>Immutable. Taken from the journal's entry, so it is the same after a restart and in every process.</remarks>
public sealed class RolloutEnd
{
    internal RolloutEnd()
    {
    }

    /// <summary>Gets how it ended.</summary>
    /// <value><see cref="RolloutStatus.Completed"/>, <see cref="RolloutStatus.RolledBack"/>, <see cref="RolloutStatus.Aborted"/> or <see cref="RolloutStatus.Expired"/>.</value>
    public RolloutStatus Status { get; internal init; }

    /// <summary>Gets when.</summary>
    public DateTimeOffset Time { get; internal init; }

    /// <summary>Gets who ended it: a person, or <c>rollout</c> for the controller itself.</summary>
    public string Actor { get; internal init; } = "";

    /// <summary>Gets why.</summary>
    public string Reason { get; internal init; } = "";

    /// <summary>Gets the guard that ended it.</summary>
    /// <value><see langword="null"/> where none did.</value>
    public string? Guard { get; internal init; }

    /// <summary>Gets the stage that was exposed until then.</summary>
    /// <value><see langword="null"/> where none was.</value>
    public RolloutStage? Stage { get; internal init; }

    /// <summary>Gets the share of random traffic that got the candidate until then, in percent.</summary>
    public decimal SharePercent { get; internal init; }

    /// <summary>Gets what the guards said, in the plan's order; empty where nothing was guarded.</summary>
    public IReadOnlyList<GuardReading> Readings { get; internal init; } = [];

    /// <inheritdoc/>
    public override string ToString()
    {
        string stage = Stage is null ? "" : $" in stage `{Stage.Name}` at {Sentences.Of(SharePercent)}";
        return $"{Status} on {Sentences.Of(Time)}{stage}, by {Actor}: {Reason}";
    }
}
