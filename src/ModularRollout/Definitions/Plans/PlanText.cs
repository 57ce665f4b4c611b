using System.Text;
using System.Text.Json;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Checks the text of a plan that stands alone, as a journal keeps it: without the flag's variants, so these go unchecked.</summary>
internal static class PlanText
{
    /// <summary>Checks a plan.</summary>
    /// <param name="flag">The name of the flag it is the plan of.</param>
    /// <param name="utf8">The value of <c>rollout</c>.</param>
    public static DefinitionDocument Check(string flag, ReadOnlyMemory<byte> utf8)
    {
        ReadOnlyMemory<byte> bytes = utf8.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        using var reading = new DefinitionReading(bytes, new DefinitionReadOptions(), new NoSink());
        var cursor = new DefinitionCursor(reading);
        try
        {
            DocumentCheck.Check(reading);
            Read(ref cursor, flag);
        }
        catch (JsonException exception) when (!reading.Diagnostics.Ended)
        {
            SyntaxError.Report(reading, in cursor, exception);
        }
        catch (JsonException)
        {
            // The reason was told where it was found.
        }

        string source = $"the plan of {ValueReader.Show(flag)}";
        return new DefinitionDocument(bytes, source, reading.Diagnostics.Locate(bytes, source), reading.Diagnostics.Errors > 0);
    }

    private static void Read(ref DefinitionCursor cursor, string name)
    {
        FlagScope flag = cursor.Reading.Flag;
        flag.Clear();
        flag.Parsed.Name = name;
        cursor.Read();
        PlanReader.Read(ref cursor, ref flag);
        cursor.Read();
    }

    private sealed class NoSink : IDefinitionSink
    {
        public void Accept(ParsedSegment segment)
        {
        }

        public void Accept(ParsedFlag flag)
        {
        }
    }
}
