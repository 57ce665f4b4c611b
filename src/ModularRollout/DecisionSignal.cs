namespace ModularRollout;

/// <summary>Names the form in which decisions are shown to whoever listens.</summary>
public enum DecisionSignal
{
    /// <summary>An event on the current activity; where there is none, an activity of its own.</summary>
    Event,

    /// <summary>An activity of its own, below the current one.</summary>
    Activity,

    /// <summary>A log record.</summary>
    LogRecord,

    /// <summary>Nothing: decisions are only counted, and recorded where there are recorders.</summary>
    None,
}
