namespace ModularRollout;

/// <summary>Says whether a diagnostic stops a document from taking effect.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The document takes effect; someone should look.</summary>
    Warning,

    /// <summary>The document is refused as a whole; the last good one stays in force.</summary>
    Error,
}
