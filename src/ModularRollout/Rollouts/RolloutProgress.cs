using ModularRollout.Rollouts.Plans;
using ModularRollout.Rollouts.Reports;

namespace ModularRollout.Rollouts;

/// <summary>Says where a rollout stands at one moment, on what evidence, and what it waits for.</summary>
/// <remarks>Immutable. Made at each look and after each transition.</remarks>
public sealed class RolloutProgress
{
    internal RolloutProgress(RolloutPlan plan) => Plan = plan;

    /// <summary>Gets the flag's name.</summary>
    public string Flag => Plan.Flag;

    /// <summary>Gets the plan: the locked one while an attempt runs, and since it completed.</summary>
    public RolloutPlan Plan { get; }

    /// <summary>Gets the plan in force that goes on from what completed: a restart begins it.</summary>
    /// <value><see langword="null"/> before completion, and where there is no such plan.</value>
    public RolloutPlan? NextPlan { get; internal init; }

    /// <summary>Gets the attempt, 1-based; 0 before the first.</summary>
    public int Attempt { get; internal init; }

    /// <summary>Gets the status.</summary>
    public RolloutStatus Status { get; internal init; }

    /// <summary>Gets why it holds.</summary>
    public RolloutHoldReason HoldReason { get; internal init; }

    /// <summary>Gets the stage that is exposed.</summary>
    /// <value><see langword="null"/> where none is.</value>
    public RolloutStage? Stage { get; internal init; }

    /// <summary>Gets the share of random traffic that gets the candidate, in percent.</summary>
    public decimal SharePercent { get; internal init; }

    /// <summary>Gets when the status became what it is.</summary>
    public DateTimeOffset? Since { get; internal init; }

    /// <summary>Gets who brought it where it stands: a person, or <c>rollout</c> for the controller itself.</summary>
    /// <value><see langword="null"/> before the first transition.</value>
    public string? Actor { get; internal init; }

    /// <summary>Gets why it stands where it stands, in the words of the transition that brought it there.</summary>
    /// <value><see langword="null"/> before the first transition.</value>
    public string? Reason { get; internal init; }

    /// <summary>Gets when the stage was entered.</summary>
    public DateTimeOffset? StageSince { get; internal init; }

    /// <summary>Gets the healthy time of the stage.</summary>
    public TimeSpan Dwell { get; internal init; }

    /// <summary>Gets the time since somebody last knew how the candidate does.</summary>
    public TimeSpan Blind { get; internal init; }

    /// <summary>Gets how much of the stage's window is used.</summary>
    public TimeSpan WindowUsed { get; internal init; }

    /// <summary>Gets the distinct candidate subjects with an outcome in this stage, within about half a percent.</summary>
    public long Subjects { get; internal init; }

    /// <summary>Gets the settled outcomes of the candidate in this stage, those of its rings among them.</summary>
    public long CandidateOutcomes { get; internal init; }

    /// <summary>Gets the settled outcomes of the baseline in this stage.</summary>
    public long BaselineOutcomes { get; internal init; }

    /// <summary>Gets the outcomes of this stage that came later than <c>settle</c>, and are never judged.</summary>
    public long LateOutcomes { get; internal init; }

    /// <summary>Gets the outcomes of this stage that were dropped before they were counted: there was no room, or a process ended before they had settled.</summary>
    public long DroppedOutcomes { get; internal init; }

    /// <summary>Gets what the guards say, in the plan's order; empty where nothing is guarded.</summary>
    public IReadOnlyList<GuardReading> Readings { get; internal init; } = [];

    /// <summary>Gets how the candidate does by the values of the plan's <c>reportBy</c> attributes, in this stage.</summary>
    /// <value>In the plan's order; empty where the plan names none, and where nothing is guarded.</value>
    public IReadOnlyList<AttributeImpact> Impact { get; internal init; } = [];

    /// <summary>Gets how the last attempt ended: the stage, the share and the readings of that moment.</summary>
    /// <value><see langword="null"/> before the first attempt, and while one goes on. One that completed and is rolled back later has ended anew.</value>
    public RolloutEnd? End { get; internal init; }

    /// <summary>Gets what the guards say, or said last: <see cref="Readings"/>, and those of the <see cref="End"/> once nothing is guarded any more.</summary>
    internal IReadOnlyList<GuardReading> LastReadings => Readings.Count > 0 ? Readings : End?.Readings ?? [];

    /// <summary>Gets what the rollout waits for, in sentences.</summary>
    public IReadOnlyList<string> Waits { get; internal init; } = [];

    /// <summary>Gets whether this process controls the rollout; others follow the journal.</summary>
    public bool IsControlled { get; internal init; }

    /// <summary>Gets what is wrong with the journal or its store; <see langword="null"/> where nothing is.</summary>
    public string? Damage { get; internal init; }

    /// <summary>Gets how many transitions are in effect that the store has not accepted yet.</summary>
    public int Pending { get; internal init; }

    /// <summary>Gets the flag's owner.</summary>
    public string? Owner { get; internal init; }

    /// <summary>Gets the systems that bear the flag's risk.</summary>
    public IReadOnlyList<string> Touches { get; internal init; } = [];

    /// <summary>Gets when the last drill was passed.</summary>
    public DateTimeOffset? LastDrill { get; internal init; }

    /// <summary>Gets the plan that is carried out, or would be next.</summary>
    internal RolloutPlan PlanToDo => NextPlan ?? Plan;

    /// <summary>Gets whether the plan was removed after completion, so that the definition alone decides.</summary>
    internal bool IsReleased { get; init; }

    /// <summary>Gets whether the attempt is one of a rollout that went on from one that completed.</summary>
    internal bool IsFurther { get; init; }

    /// <summary>Gets whether a rollout of the flag has completed and was not taken back.</summary>
    internal bool HasCompleted => Status == RolloutStatus.Completed || IsFurther;

    /// <summary>Gets when the attempt completed.</summary>
    internal DateTimeOffset? CompletedAt { get; init; }
}
