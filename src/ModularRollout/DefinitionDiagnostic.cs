namespace ModularRollout;

/// <summary>Describes one problem of a definition document: what is wrong, where, the value, and what would be right.</summary>
public sealed class DefinitionDiagnostic
{
    internal DefinitionDiagnostic(string code, DiagnosticSeverity severity, string path, int line, int column, string message, string? source = null)
    {
        Code = code;
        Severity = severity;
        Path = path;
        Line = line;
        Column = column;
        Message = message;
        Source = source;
    }

    /// <summary>Gets the stable code, <c>MR1000</c> to <c>MR1999</c>.</summary>
    public string Code { get; }

    /// <summary>Gets whether the problem stops the document.</summary>
    public DiagnosticSeverity Severity { get; }

    /// <summary>Gets the JSON path of the value, such as <c>flags['checkout.new-flow'].rules[2].split</c>.</summary>
    public string Path { get; }

    /// <summary>Gets the line of the value.</summary>
    /// <value>1-based; 0 when the problem has no place in a document.</value>
    public int Line { get; }

    /// <summary>Gets the column of the value.</summary>
    /// <value>1-based, in UTF-16 code units; 0 when the problem has no place in a document.</value>
    public int Column { get; }

    /// <summary>Gets one sentence that says what is wrong, the value, and what would be right.</summary>
    public string Message { get; }

    /// <summary>Gets the name of the provider that delivered the document, where one did.</summary>
    public string? Source { get; }

    /// <summary>Formats the diagnostic on one line: place, severity, code, path, sentence.</summary>
    /// <returns>Text such as <c>flags.json(12,7): error MR1004 flags.a.off: ...</c>.</returns>
    public override string ToString()
    {
        string place = Line > 0 ? $"{Source}({Line},{Column}): " : Source is null ? "" : $"{Source}: ";
        string severity = Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return $"{place}{severity} {Code} {Path}: {Message}";
    }
}
