using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Collects the problems of one document: a bounded number of them, so that a hostile document stays cheap.</summary>
internal sealed class DiagnosticList
{
    /// <summary>The largest number of errors, and of warnings, that are told one by one.</summary>
    public const int Most = 1000;

    private readonly List<PendingDiagnostic> _pending = [];
    private int _warnings;

    public int Errors { get; private set; }

    /// <summary>Gets whether reading ended before the end of the document, with the reason told.</summary>
    public bool Ended { get; private set; }

    public bool MayWarn => _warnings < Most;

    public void Add(in PendingDiagnostic diagnostic)
    {
        if (diagnostic.Severity == DiagnosticSeverity.Warning)
        {
            AddWarning(diagnostic);
            return;
        }

        _pending.Add(diagnostic);
        if (++Errors == Most)
        {
            End(diagnostic with { Code = DefinitionCodes.TooManyProblems, Message = $"The document has {Most} errors; what follows was not read." });
        }
    }

    /// <summary>Ends the reading with an error.</summary>
    [DoesNotReturn]
    public void End(in PendingDiagnostic error)
    {
        AddLast(error);
        throw new JsonException();
    }

    /// <summary>Adds the error that ended the reading.</summary>
    public void AddLast(in PendingDiagnostic error)
    {
        _pending.Add(error);
        Errors++;
        Ended = true;
    }

    /// <summary>Ends the reading with one error that makes all others meaningless.</summary>
    [DoesNotReturn]
    public void EndAlone(in PendingDiagnostic error)
    {
        _pending.Clear();
        End(error);
    }

    /// <summary>Gets the diagnostics in the order of the document.</summary>
    public List<DefinitionDiagnostic> Locate(ReadOnlyMemory<byte> bytes, string? source)
    {
        if (_warnings > Most)
        {
            string message = $"{_warnings - Most} more warnings are not listed.";
            _pending.Add(new PendingDiagnostic(DefinitionCodes.MoreWarnings, DiagnosticSeverity.Warning, bytes.Length, default, message));
        }

        return DiagnosticLocator.Locate(bytes, source, _pending);
    }

    private void AddWarning(in PendingDiagnostic warning)
    {
        if (++_warnings <= Most)
        {
            _pending.Add(warning);
        }
    }
}
