namespace ModularRollout.Definitions.Reading;

/// <summary>A problem whose line, column and path are not worked out yet; the path is worked out from the flag or segment it is in.</summary>
internal readonly record struct PendingDiagnostic(string Code, DiagnosticSeverity Severity, int Position, DocumentEntry Entry, string Message);

/// <summary>A flag or segment of a document; the default is the document itself.</summary>
/// <param name="Section"><c>flags</c> or <c>segments</c>.</param>
/// <param name="Name">Where its name stands, in bytes.</param>
/// <param name="Start">Where its value begins, in bytes.</param>
internal readonly record struct DocumentEntry(string? Section, int Name, int Start);
