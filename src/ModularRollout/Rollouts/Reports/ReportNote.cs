namespace ModularRollout.Rollouts.Reports;

/// <summary>What an operator added to a report.</summary>
/// <remarks>Immutable. Given by <see cref="RolloutController.AnnotateAsync"/>; journalled.</remarks>
public sealed class ReportNote
{
    internal ReportNote(DateTimeOffset time, string actor, string? learnt, string? followUp)
    {
        Time = time;
        Actor = actor;
        Learnt = learnt;
        FollowUp = followUp;
    }

    /// <summary>Gets when.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Gets who.</summary>
    public string Actor { get; }

    /// <summary>Gets what was learnt.</summary>
    /// <value><see langword="null"/> where the note does not say.</value>
    public string? Learnt { get; }

    /// <summary>Gets what is to be done.</summary>
    /// <value><see langword="null"/> where the note does not say.</value>
    public string? FollowUp { get; }
}
