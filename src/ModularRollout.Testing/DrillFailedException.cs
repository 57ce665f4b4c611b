namespace ModularRollout.Testing;

/// <summary>Says that a drill failed: the plan does not do what it has to.</summary>
public sealed class DrillFailedException : Exception
{
    internal DrillFailedException(DrillReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>Gets the report of all runs.</summary>
    public DrillReport Report { get; }
}
