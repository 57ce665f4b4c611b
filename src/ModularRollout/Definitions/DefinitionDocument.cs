using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions;

/// <summary>A document that was read: its bytes, and what is wrong with it.</summary>
internal sealed class DefinitionDocument
{
    public DefinitionDocument(ReadOnlyMemory<byte> bytes, string? source, IReadOnlyList<DefinitionDiagnostic> diagnostics, bool hasErrors)
    {
        Bytes = bytes;
        Source = source;
        Diagnostics = diagnostics;
        HasErrors = hasErrors;
    }

    /// <summary>Gets the document without a byte order mark; all positions are offsets in it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Gets the name of the provider that delivered the document.</summary>
    public string? Source { get; }

    /// <summary>Gets all problems, in the order of the document.</summary>
    public IReadOnlyList<DefinitionDiagnostic> Diagnostics { get; }

    public bool HasErrors { get; }

    /// <summary>Gets the line and the column of a position, both 1-based, in UTF-16 units.</summary>
    public (int Line, int Column) Locate(int position) => new LineCounter(Bytes).At(position);

    /// <summary>Gets the JSON path of what begins at a position.</summary>
    public string PathAt(int position) => new PathWalker(Bytes).At(default, position);

    /// <summary>Makes a diagnostic for what begins at a position.</summary>
    public DefinitionDiagnostic Diagnose(string code, DiagnosticSeverity severity, int position, string message) =>
        Diagnose(code, severity, PathAt(position), position, message);

    /// <summary>Makes a diagnostic for a position whose path is known.</summary>
    public DefinitionDiagnostic Diagnose(string code, DiagnosticSeverity severity, string path, int position, string message)
    {
        (int line, int column) = Locate(position);
        return new DefinitionDiagnostic(code, severity, path, line, column, message, Source);
    }
}
