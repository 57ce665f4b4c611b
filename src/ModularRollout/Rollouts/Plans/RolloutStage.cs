namespace ModularRollout.Rollouts.Plans;

/// <summary>One step of exposure: a ring, or a share of what is random.</summary>
public sealed class RolloutStage
{
    internal RolloutStage(string name, int index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>Gets the stage's name, which no other stage of the plan has.</summary>
    public string Name { get; }

    /// <summary>Gets the stage's place in the plan, 0-based.</summary>
    public int Index { get; }

    /// <summary>Gets the segment the stage reaches.</summary>
    /// <value><see langword="null"/> for a stage with a share.</value>
    public string? Audience { get; internal init; }

    /// <summary>Gets the share the stage reaches, in percent, without the holdback taken off.</summary>
    /// <value>Above 0, at most 100; <see langword="null"/> for a ring.</value>
    public decimal? Percent { get; internal init; }

    /// <summary>Gets the share that stays on the baseline in the last stage, in percent.</summary>
    /// <value>0 or more, below <see cref="Percent"/>; above 0 in the last stage alone. The default is 0.</value>
    public decimal HoldbackPercent { get; internal init; }

    /// <summary>Gets the healthy time the stage must last.</summary>
    /// <value>The default is zero.</value>
    public TimeSpan Dwell { get; internal init; }

    /// <summary>Gets how many distinct candidate subjects with an outcome in this stage it takes to leave it.</summary>
    /// <value>0 or more. The default is 0.</value>
    public int MinSubjects { get; internal init; }

    /// <summary>Gets the sign-off that entering the stage waits for.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public RolloutApproval? Approval { get; internal init; }

    /// <summary>Gets how old the last passed drill may be when the stage is left.</summary>
    /// <value>The default is <see langword="null"/>: no drill is asked for.</value>
    public TimeSpan? LastDrill { get; internal init; }

    /// <summary>Gets the longest time in the stage; only open change hours count.</summary>
    /// <value>The default is the plan's <see cref="RolloutPlan.Window"/>.</value>
    public TimeSpan? Window { get; internal init; }

    /// <summary>Gets what happens at the end of the window.</summary>
    /// <value>The default is the plan's <see cref="RolloutPlan.OnWindowEnd"/>.</value>
    public WindowEnd OnWindowEnd { get; internal init; }

    /// <summary>Gets whether the stage reaches an audience, which is not random: only budgets and probes judge it.</summary>
    public bool IsRing => Audience is not null;

    /// <summary>Gets the share the stage exposes in percent: <see cref="Percent"/> without the holdback.</summary>
    /// <value>0 for a ring, else above 0 and at most 100.</value>
    public decimal SharePercent => (Percent ?? HoldbackPercent) - HoldbackPercent;
}
