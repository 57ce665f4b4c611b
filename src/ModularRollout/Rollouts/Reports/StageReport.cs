namespace ModularRollout.Rollouts.Reports;

/// <summary>Says what happened in one stage of an attempt.</summary>
/// <remarks>Immutable.</remarks>
public sealed class StageReport
{
    internal StageReport(string name, int index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>Gets the stage's name.</summary>
    public string Name { get; }

    /// <summary>Gets the stage's place in the plan, 0-based.</summary>
    public int Index { get; }

    /// <summary>Gets the audience that the stage reached.</summary>
    /// <value><see langword="null"/> for a stage with a share.</value>
    public string? Audience { get; internal init; }

    /// <summary>Gets the share of random traffic that got the candidate, in percent.</summary>
    public decimal SharePercent { get; internal init; }

    /// <summary>Gets when the stage was entered.</summary>
    public DateTimeOffset Entered { get; internal init; }

    /// <summary>Gets when it was left.</summary>
    /// <value><see langword="null"/> while it is exposed.</value>
    public DateTimeOffset? Left { get; internal init; }

    /// <summary>Gets how long it lasted, or has lasted so far.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>Gets the distinct subjects that had the candidate and an outcome, within about half a percent.</summary>
    public long Subjects { get; internal init; }

    /// <summary>Gets what the candidate's arm did.</summary>
    public ArmReport Candidate { get; internal init; } = new(0, 0, []);

    /// <summary>Gets what the baseline's arm did.</summary>
    public ArmReport Baseline { get; internal init; } = new(0, 0, []);

    /// <summary>Gets what the audience rings did, which got the candidate and are in no arm.</summary>
    public ArmReport Ring { get; internal init; } = new(0, 0, []);

    /// <summary>Gets how the candidate did by the values of the plan's <c>reportBy</c> attributes.</summary>
    public IReadOnlyList<AttributeImpact> Impact { get; internal init; } = [];
}
