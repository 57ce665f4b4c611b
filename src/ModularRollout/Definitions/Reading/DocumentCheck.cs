using System.Text;
using System.Text.Unicode;

namespace ModularRollout.Definitions.Reading;

/// <summary>Checks what must hold before the first token: size and encoding.</summary>
internal static class DocumentCheck
{
    public static void Check(DefinitionReading reading)
    {
        ReadOnlySpan<byte> bytes = reading.Bytes.Span;
        int most = reading.Options.Limits.DocumentBytes;
        if (bytes.Length > most)
        {
            End(reading, DefinitionCodes.LimitExceeded, 0, $"The document has {bytes.Length} bytes; the limit is {most}.");
        }

        if (OtherEncoding(bytes) is { } encoding)
        {
            End(reading, DefinitionCodes.Syntax, 0, $"The document is {encoding}; save it as UTF-8.");
        }

        if (!Utf8.IsValid(bytes))
        {
            int position = FirstInvalid(bytes);
            End(reading, DefinitionCodes.Syntax, position, $"The byte 0x{bytes[position]:x2} is not UTF-8 here; save the document as UTF-8.");
        }
    }

    // JSON begins with ASCII, so a zero among the first bytes tells the width of the units.
    private static string? OtherEncoding(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF32.Preamble) || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
        {
            return "UTF-32";
        }

        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return "UTF-16";
        }

        int zeros = bytes[..Math.Min(4, bytes.Length)].Count((byte)0);
        return zeros switch { 0 => null, 3 => "UTF-32", 2 => "UTF-16", _ => null };
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        int position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }

    private static void End(DefinitionReading reading, string code, int position, string message) =>
        reading.Diagnostics.End(new PendingDiagnostic(code, DiagnosticSeverity.Error, position, default, message));
}
