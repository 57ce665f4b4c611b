using System.Text;
using ModularRollout.Definitions;
using ModularRollout.Fuzz;

namespace ModularRollout.Tests.Definitions;

/// <summary>One reading of a document, on 22 November 2026 unless said.</summary>
internal sealed class Reading
{
    public static readonly DateOnly Today = new(2026, 11, 22);

    private Reading(DefinitionDocument document, CountingSink sink)
    {
        Document = document;
        Sink = sink;
    }

    public DefinitionDocument Document { get; }

    public CountingSink Sink { get; }

    /// <summary>Gets every diagnostic on one line: place, severity, code, path, sentence.</summary>
    public string[] Told => [.. Document.Diagnostics.Select(d => $"({d.Line},{d.Column}) {d.Severity} {d.Code} {d.Path}: {d.Message}")];

    public static Reading Of(string document, DefinitionReadOptions? options = null) => Of(Encoding.UTF8.GetBytes(document), options);

    public static Reading Of(byte[] document, DefinitionReadOptions? options = null)
    {
        var sink = new CountingSink();
        return new Reading(DefinitionReader.Read(document, options ?? new DefinitionReadOptions { Today = Today }, sink), sink);
    }
}
