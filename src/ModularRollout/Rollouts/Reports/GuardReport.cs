namespace ModularRollout.Rollouts.Reports;

/// <summary>Says what one guard said at the end of an attempt, and on what evidence.</summary>
/// <remarks>Immutable.</remarks>
public sealed class GuardReport
{
    internal GuardReport(string guard, GuardVerdict verdict)
    {
        Guard = guard;
        Verdict = verdict;
    }

    /// <summary>Gets the guard's name.</summary>
    public string Guard { get; }

    /// <summary>Gets the last verdict.</summary>
    public GuardVerdict Verdict { get; }

    /// <summary>Gets the verdict in words.</summary>
    public string Sentence { get; internal init; } = "";

    /// <summary>Gets whether the guard only reported.</summary>
    public bool IsDryRun { get; internal init; }

    /// <summary>Gets the tolerated ratio to the baseline.</summary>
    /// <value><see langword="null"/> for a budget.</value>
    public double? TimesBaseline { get; internal init; }

    /// <summary>Gets the tolerated rate.</summary>
    /// <value>A fraction of 1; <see langword="null"/> for a comparison.</value>
    public double? Rate { get; internal init; }

    /// <summary>Gets the events of everybody who got the candidate, in all stages; of <c>slow</c>, those slower than the baseline's p50.</summary>
    public long CandidateEvents { get; internal init; }

    /// <summary>Gets the events of the baseline's arm.</summary>
    public long BaselineEvents { get; internal init; }

    /// <summary>Gets the settled outcomes of everybody who got the candidate.</summary>
    public long CandidateOutcomes { get; internal init; }

    /// <summary>Gets the settled outcomes of the baseline's arm.</summary>
    public long BaselineOutcomes { get; internal init; }

    /// <summary>Gets where ratio or rate lie: one estimate, or three for <c>slow</c>.</summary>
    /// <value>Empty where the evidence was lost, as by a crash of the process that ended the attempt.</value>
    public IReadOnlyList<EventEstimate> Estimates { get; internal init; } = [];
}
