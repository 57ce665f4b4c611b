using System.Text;
using System.Text.Json;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions;

/// <summary>Reads definition documents in one pass: what is right goes to the sink, what is wrong becomes diagnostics.</summary>
/// <remarks>Never throws for what a document holds. Time and memory are proportional to the document, within the limits.</remarks>
internal static class DefinitionReader
{
    public static DefinitionDocument Read(ReadOnlyMemory<byte> utf8, DefinitionReadOptions options, IDefinitionSink sink)
    {
        ReadOnlyMemory<byte> bytes = utf8.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        using var reading = new DefinitionReading(bytes, options, sink);
        var cursor = new DefinitionCursor(reading);
        try
        {
            DocumentCheck.Check(reading);
            DocumentReader.Read(ref cursor);
        }
        catch (JsonException exception) when (!reading.Diagnostics.Ended)
        {
            SyntaxError.Report(reading, in cursor, exception);
        }
        catch (JsonException)
        {
            // The reason was told where it was found.
        }

        List<DefinitionDiagnostic> diagnostics = reading.Diagnostics.Locate(bytes, options.Source);
        return new DefinitionDocument(bytes, options.Source, diagnostics, reading.Diagnostics.Errors > 0);
    }
}
