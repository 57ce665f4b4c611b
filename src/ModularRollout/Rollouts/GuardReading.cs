namespace ModularRollout.Rollouts;

/// <summary>Says what a guard said at a look, and on what evidence.</summary>
/// <remarks>Immutable.</remarks>
public sealed class GuardReading
{
    internal GuardReading(string guard, GuardVerdict verdict)
    {
        Guard = guard;
        Verdict = verdict;
    }

    /// <summary>Gets the guard's name.</summary>
    public string Guard { get; }

    /// <summary>Gets the verdict.</summary>
    public GuardVerdict Verdict { get; }

    /// <summary>Gets the natural logarithm of the guard's statistic, ½E + ½B.</summary>
    /// <value>Negative infinity before the first evidence.</value>
    public double Log { get; internal init; } = double.NegativeInfinity;

    /// <summary>Gets the natural logarithm at which the guard is breached.</summary>
    /// <value>Positive infinity for a guard without a limit.</value>
    public double LogLimit { get; internal init; } = double.PositiveInfinity;

    /// <summary>Gets how many of the guard's events were the candidate's.</summary>
    public long CandidateEvents { get; internal init; }

    /// <summary>Gets how many of the guard's events were the baseline's.</summary>
    public long BaselineEvents { get; internal init; }

    /// <summary>Gets how many outcomes of the candidate were judged.</summary>
    public long CandidateOutcomes { get; internal init; }

    /// <summary>Gets how many outcomes of the baseline were judged.</summary>
    public long BaselineOutcomes { get; internal init; }

    /// <summary>Gets the verdict in words.</summary>
    public string Sentence { get; internal init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Sentence.Length == 0 ? $"{Guard}: {Verdict}" : $"{Guard}: {Verdict}. {Sentence}";
}
