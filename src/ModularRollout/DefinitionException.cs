using System.Text;

namespace ModularRollout;

/// <summary>Reports a definition document that was refused.</summary>
public sealed class DefinitionException : Exception
{
    internal DefinitionException(IReadOnlyList<DefinitionDiagnostic> diagnostics)
        : base(Describe(diagnostics)) => Diagnostics = diagnostics;

    /// <summary>Gets every error and warning of the document.</summary>
    public IReadOnlyList<DefinitionDiagnostic> Diagnostics { get; }

    private static string Describe(IReadOnlyList<DefinitionDiagnostic> diagnostics)
    {
        var text = new StringBuilder("The flag definitions were refused:");
        foreach (DefinitionDiagnostic diagnostic in diagnostics)
        {
            text.Append('\n').Append(diagnostic);
        }

        return text.ToString();
    }
}
