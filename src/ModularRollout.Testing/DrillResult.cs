using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Testing.Drills;

namespace ModularRollout.Testing;

/// <summary>Says how a run of a drill went.</summary>
/// <remarks>Immutable. All times are virtual.</remarks>
public sealed class DrillResult
{
    internal DrillResult(DrillScenario scenario, IReadOnlyList<string> complaints)
    {
        Scenario = scenario;
        Complaints = complaints;
    }

    /// <summary>Gets the scenario.</summary>
    public DrillScenario Scenario { get; }

    /// <summary>Gets whether the plan did what it has to.</summary>
    public bool HasPassed => Complaints.Count == 0;

    /// <summary>Gets what it did not, in sentences.</summary>
    /// <value>Empty where the run passed.</value>
    public IReadOnlyList<string> Complaints { get; }

    /// <summary>Gets where the rollout stood at the end.</summary>
    public RolloutStatus Status { get; internal init; }

    /// <summary>Gets how long the run lasted.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>Gets the time from the moment the fault set in until the rollout was stopped.</summary>
    /// <value><see langword="null"/> where it was not stopped. Without a fault of the candidate: from the start.</value>
    public TimeSpan? TimeToStop { get; internal init; }

    /// <summary>Gets the name of the guard that stopped the rollout.</summary>
    /// <value><see langword="null"/> where none did.</value>
    public string? StoppedBy { get; internal init; }

    /// <summary>Gets how many distinct subjects the rollout served the candidate since the fault set in; without a fault of the candidate, in the whole run.</summary>
    public int ExposedSubjects { get; internal init; }

    /// <summary>Gets how many visits the rollout served the candidate in that time.</summary>
    public long CandidateVisits { get; internal init; }

    /// <summary>Gets how many more visits failed in that time than would have been expected with the baseline; negative for fewer.</summary>
    public int ExtraFailures { get; internal init; }

    /// <summary>Gets how many subjects were compared after a rollback: each got, bit for bit, the variant and value of before the rollout, or there is a complaint.</summary>
    public int SubjectsCompared { get; internal init; }

    /// <summary>Gets how each stage went.</summary>
    public IReadOnlyList<DrillStage> Stages { get; internal init; } = [];

    /// <summary>Gets the journal of the run.</summary>
    public RolloutJournal Journal { get; internal init; } = null!;

    /// <summary>Says how the run went, in a line.</summary>
    /// <returns>A sentence; the complaints, each on a line of its own, follow.</returns>
    public override string ToString() => string.Join(Environment.NewLine, [$"{Scenario.Name}: {(HasPassed ? "passed" : "FAILED")}. {Outcome}", .. Complaints]);

    internal string Outcome
    {
        get
        {
            if (TimeToStop is not { } time)
            {
                return $"{Status} after {DrillText.Of(Duration)}.";
            }

            string by = StoppedBy is null ? "" : $" by `{StoppedBy}`";
            return $"Stopped{by} after {DrillText.Of(time)}, {DrillText.Of(ExposedSubjects)} exposed subjects and {DrillText.Of(ExtraFailures)} extra failures.";
        }
    }
}
