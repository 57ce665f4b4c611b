namespace ModularRollout.Rollouts.Control;

/// <summary>Names what need not be met to enter the next stage. What is not known is never waived, nor are probes, approvals, drills, change hours or other rollouts.</summary>
internal enum AdvanceWaiver
{
    None,

    /// <summary>What only time and traffic can bring: the end of a window waives it.</summary>
    Time,

    /// <summary>That, and that there is evidence at all: an operator may know better.</summary>
    Evidence,
}
