namespace ModularRollout.Rollouts.Plans;

/// <summary>How many events a guard tolerates: compared with the baseline, or as a budget.</summary>
public sealed class GuardLimit
{
    private GuardLimit(double? timesBaseline, double? rate)
    {
        TimesBaseline = timesBaseline;
        Rate = rate;
    }

    /// <summary>Gets the tolerated ratio of the candidate's hazard to the baseline's.</summary>
    /// <value>Above 0; <see langword="null"/> for a budget.</value>
    public double? TimesBaseline { get; }

    /// <summary>Gets the tolerated fraction of what the rollout served.</summary>
    /// <value>Above 0 and below 1; <see langword="null"/> for a comparison.</value>
    public double? Rate { get; }

    /// <summary>Gets whether the limit compares with the baseline, which takes random assignment: on a ring it says nothing.</summary>
    public bool IsComparison => TimesBaseline is not null;

    internal static GuardLimit OfBaseline(double timesBaseline) => new(timesBaseline, null);

    internal static GuardLimit Of(double rate) => new(null, rate);
}
