using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Turns the tokenizer's exception into a diagnostic.</summary>
internal static class SyntaxError
{
    private const int LongestReason = 300;
    private const int LongestQuotation = 40;

    public static void Report(DefinitionReading reading, in DefinitionCursor cursor, JsonException exception)
    {
        ReadOnlySpan<byte> bytes = reading.Bytes.Span;
        int position = Position(bytes, exception);
        int depth = reading.Options.Limits.Depth;
        bool tooDeep = cursor.Depth >= depth && position < bytes.Length && bytes[position] is (byte)'{' or (byte)'[';
        string code = tooDeep ? DefinitionCodes.LimitExceeded : DefinitionCodes.Syntax;
        string message = tooDeep
            ? $"The document is nested more than {depth} deep, which is the limit."
            : position >= bytes.Length ? "The document ends too early; close every object, list and string."
            : $"The document is not JSON: {ValueReader.Visible(Reason(exception.Message))}";
        reading.Diagnostics.AddLast(new PendingDiagnostic(code, DiagnosticSeverity.Error, position, reading.Entry, message));
    }

    private static int Position(ReadOnlySpan<byte> bytes, JsonException exception)
    {
        int position = 0;
        for (long line = exception.LineNumber ?? 0; line > 0; line--)
        {
            position += bytes[position..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(position + (exception.BytePositionInLine ?? 0), bytes.Length);
    }

    // The tokenizer's sentence, without the position it repeats and with a long quotation of the document cut short.
    private static string Reason(string message)
    {
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        ReadOnlySpan<char> sentence = end < 0 ? message : message.AsSpan(0, end);
        int quoted = sentence.LastIndexOf("' is");
        return sentence.Length <= LongestReason || quoted < LongestQuotation
            ? sentence[..Math.Min(sentence.Length, LongestReason)].ToString()
            : string.Concat(sentence[..LongestQuotation], "…", sentence[quoted..]);
    }
}
