namespace ModularRollout.Rollouts.Plans;

/// <summary>One guard of a plan: a rule over outcomes that stops, holds or allows the rollout.</summary>
public sealed class RolloutGuard
{
    internal RolloutGuard(string name, int index, GuardEvent events, GuardLimit noMoreThan)
    {
        Name = name;
        Index = index;
        Events = events;
        NoMoreThan = noMoreThan;
    }

    /// <summary>Gets the guard's name, which no other guard of the plan has.</summary>
    public string Name { get; }

    /// <summary>Gets the guard's place in the plan, 0-based.</summary>
    public int Index { get; }

    /// <summary>Gets the outcomes that count against the limit.</summary>
    public GuardEvent Events { get; }

    /// <summary>Gets the limit.</summary>
    public GuardLimit NoMoreThan { get; }

    /// <summary>Gets what must be proven before the rollout advances.</summary>
    /// <value>
    /// A limit of the same kind as <see cref="NoMoreThan"/>: unless the plan says which, 1.25 times the baseline, or the guard's own rate.
    /// The default is <see langword="null"/>: nothing.
    /// </value>
    public GuardLimit? Prove { get; internal init; }

    /// <summary>Gets what a budget counts.</summary>
    /// <value>The default is <see cref="GuardScope.Subject"/>, which is what a comparison always counts.</value>
    public GuardScope Per { get; internal init; } = GuardScope.Subject;

    /// <summary>Gets what happens when the limit is reached.</summary>
    /// <value>The default is the plan's <see cref="RolloutPlan.OnBreach"/>.</value>
    public RolloutReaction OnBreach { get; internal init; } = RolloutReaction.RollBack;

    /// <summary>Gets whether the guard only reports.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsDryRun { get; internal init; }
}
