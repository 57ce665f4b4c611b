using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace ModularRollout.Providers;

/// <summary>The last good documents of all layers as one file: a line with a checksum, then for each layer a line of JSON and the document as it is.</summary>
internal static class LastKnownGoodFile
{
    private static ReadOnlySpan<byte> Magic => "ModularRollout last known good 1 "u8;

    public static byte[] Write(IReadOnlyList<NamedPayload> documents)
    {
        var body = new ArrayBufferWriter<byte>();
        foreach (NamedPayload document in documents)
        {
            using (var writer = new Utf8JsonWriter(body))
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, document.Name);
                writer.WriteString("version"u8, document.Payload.Version);
                writer.WriteNumber("length"u8, document.Payload.Utf8Json.Length);
                writer.WriteEndObject();
            }

            body.Write("\n"u8);
            body.Write(document.Payload.Utf8Json.Span);
            body.Write("\n"u8);
        }

        byte[] head = [.. Magic, .. ChecksumOf(body.WrittenSpan), (byte)'\n'];
        return [.. head, .. body.WrittenSpan];
    }

    /// <summary>Reads such a file's content.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message says how.</exception>
    public static List<NamedPayload> Read(ReadOnlyMemory<byte> content)
    {
        ReadOnlyMemory<byte> rest = content;
        ReadOnlySpan<byte> head = NextLine(ref rest).Span;
        if (!head.StartsWith(Magic))
        {
            throw new InvalidDataException("It does not begin as a last known good file does.");
        }

        if (!head[Magic.Length..].SequenceEqual(ChecksumOf(rest.Span)))
        {
            throw new InvalidDataException("Its checksum is wrong.");
        }

        var documents = new List<NamedPayload>();
        while (!rest.IsEmpty)
        {
            documents.Add(ReadDocument(ref rest));
        }

        return documents;
    }

    private static NamedPayload ReadDocument(ref ReadOnlyMemory<byte> rest)
    {
        try
        {
            using var line = JsonDocument.Parse(NextLine(ref rest));
            int length = line.RootElement.GetProperty("length").GetInt32();
            var payload = new FlagPayload(line.RootElement.GetProperty("version").GetString() ?? "", rest[..length]);
            rest = rest[(length + 1)..];
            return new NamedPayload(line.RootElement.GetProperty("name").GetString() ?? "", payload);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("The line that describes a document is wrong.", exception);
        }
    }

    private static ReadOnlyMemory<byte> NextLine(ref ReadOnlyMemory<byte> rest)
    {
        int end = rest.Span.IndexOf((byte)'\n');
        ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return line;
    }

    private static byte[] ChecksumOf(ReadOnlySpan<byte> body) =>
        Encoding.ASCII.GetBytes(XxHash128.HashToUInt128(body).ToString("x32", CultureInfo.InvariantCulture));
}
