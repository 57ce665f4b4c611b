using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Turns the tokenizer's exception into a diagnostic.</summary>
internal static class SyntaxError
{
    public static void Report(DefinitionReading reading, in DefinitionCursor cursor, JsonException exception)
    {
        ReadOnlySpan<byte> bytes = reading.Bytes.Span;
        int position = Position(bytes, exception);
        int depth = reading.Options.Limits.Depth;
        bool tooDeep = cursor.Depth >= depth && position < bytes.Length && bytes[position] is (byte)'{' or (byte)'[';
        string code = tooDeep ? DefinitionCodes.LimitExceeded : DefinitionCodes.Syntax;
        string message = tooDeep
            ? $"The document is nested more than {depth} deep, which is the limit."
            : $"The document is not JSON: {Reason(exception.Message)}";
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

    private static string Reason(string message)
    {
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
