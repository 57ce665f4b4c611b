namespace ModularRollout.Testing;

/// <summary>Describes the synthetic traffic of a drill: who comes, how often, and how well the baseline does.</summary>
/// <remarks>Read when a drill runs; later changes have no effect on that run. The same seed gives the same run.</remarks>
public sealed class DrillTraffic
{
    /// <summary>Gets or sets what the draws start from.</summary>
    /// <value>Any number. The default is 1.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Gets or sets how many subjects there are. Each visit is that of one of them, all alike.</summary>
    /// <value>At least 1,000. The default is 100,000.</value>
    public int Subjects { get; set; } = 100_000;

    /// <summary>Gets or sets how a subject is made from its number: attributes for rules and audiences.</summary>
    /// <value>The default gives the targeting key <c>subject-0</c>, <c>subject-1</c> and so on, and no attributes.</value>
    public Func<int, EvaluationContext> Subject { get; set; } = static number => new EvaluationContext($"subject-{number}");

    /// <summary>Gets or sets how many visits there are.</summary>
    /// <value>Per second, more than 0. The default is 20.</value>
    public double VisitsPerSecond { get; set; } = 20;

    /// <summary>Gets or sets the part of the visits that fail with the baseline, and with a candidate that is no worse.</summary>
    /// <value>A fraction of 1. The default is .002.</value>
    public double ErrorRate { get; set; } = .002;

    /// <summary>Gets or sets the median duration of a visit.</summary>
    /// <value>More than zero, well below the plan's <c>settle</c>. The default is 120 milliseconds.</value>
    public TimeSpan MedianDuration { get; set; } = TimeSpan.FromMilliseconds(120);

    /// <summary>Gets or sets how far durations spread: the standard deviation of their natural logarithm.</summary>
    /// <value>0 or more. The default is .5: one in a hundred takes 3.2 times the median.</value>
    public double DurationSpread { get; set; } = .5;

    /// <summary>Gets or sets the part of the visits with a custom event, for each event that the plan's guards count.</summary>
    /// <value>A fraction of 1. The default is .002.</value>
    public double EventRate { get; set; } = .002;

    /// <summary>Gets or sets the most visits between two looks. In long quiet stages looks are far apart, and traffic is thinned to this; never while the candidate is worse than the baseline.</summary>
    /// <value>At least 200. The default is 500.</value>
    public int MostVisitsPerLook { get; set; } = 500;

    internal DrillTraffic Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Subjects, 1_000);
        ArgumentNullException.ThrowIfNull(Subject);
        ThrowIfNoNumber(VisitsPerSecond > 0 && double.IsFinite(VisitsPerSecond), VisitsPerSecond, nameof(VisitsPerSecond), "more than 0");
        ThrowIfNoNumber(ErrorRate is >= 0 and < 1, ErrorRate, nameof(ErrorRate), "at least 0 and below 1");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MedianDuration, TimeSpan.Zero);
        ThrowIfNoNumber(DurationSpread >= 0 && double.IsFinite(DurationSpread), DurationSpread, nameof(DurationSpread), "at least 0");
        ThrowIfNoNumber(EventRate is >= 0 and < 1, EventRate, nameof(EventRate), "at least 0 and below 1");
        ArgumentOutOfRangeException.ThrowIfLessThan(MostVisitsPerLook, 200);
        return (DrillTraffic)MemberwiseClone();
    }

    private static void ThrowIfNoNumber(bool isRight, double value, string name, string what)
    {
        if (!isRight)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {what}.");
        }
    }
}
