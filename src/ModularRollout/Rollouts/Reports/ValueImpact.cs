namespace ModularRollout.Rollouts.Reports;

/// <summary>Says how a rollout's candidate does among the subjects with one value of an attribute.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ValueImpact
{
    internal ValueImpact(string value, ArmImpact candidate, ArmImpact baseline, ArmImpact ring)
    {
        Value = value;
        Candidate = candidate;
        Baseline = baseline;
        Ring = ring;
    }

    /// <summary>Gets the value as text: numbers in the invariant culture, instants in RFC 3339, <c>true</c> and <c>false</c>.</summary>
    public string Value { get; }

    /// <summary>Gets the outcomes of the candidate's arm.</summary>
    public ArmImpact Candidate { get; }

    /// <summary>Gets the outcomes of the baseline's arm.</summary>
    public ArmImpact Baseline { get; }

    /// <summary>Gets the outcomes of the audience rings, which got the candidate and are in no arm.</summary>
    public ArmImpact Ring { get; }
}
