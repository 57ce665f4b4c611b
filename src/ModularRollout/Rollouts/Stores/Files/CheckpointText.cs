using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>A checkpoint as a file: a line with a version and a checksum, a line of JSON that says whose it is, and the content as it is.</summary>
internal static class CheckpointText
{
    private const int ChecksumLength = 32;

    /// <summary>Gets how many bytes at a file's beginning tell which version of a checkpoint it holds.</summary>
    public static int MarkLength => Magic.Length + ChecksumLength;

    private static ReadOnlySpan<byte> Magic => "ModularRollout checkpoint 1 "u8;

    /// <summary>Gets the lines that stand before a checkpoint's content.</summary>
    public static byte[] HeadOf(string flag, RolloutCheckpoint checkpoint)
    {
        var owner = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(owner))
        {
            json.WriteStartObject();
            json.WriteString("flag"u8, flag);
            json.WriteString("name"u8, checkpoint.Name);
            json.WriteString("written"u8, checkpoint.Written.UtcDateTime);
            json.WriteEndObject();
        }

        owner.Write("\n"u8);
        return [.. Magic, .. ChecksumOf(owner.WrittenSpan, checkpoint.Content.Span), (byte)'\n', .. owner.WrittenSpan];
    }

    /// <summary>Gets the version of a checkpoint: the checksum of whose it is, when it was written, and its content. Of 128 bits, no two are alike.</summary>
    /// <param name="text">The file, or its first <see cref="MarkLength"/> bytes; <see langword="null"/> for no file.</param>
    public static string? VersionOf(byte[]? text) =>
        text?.Length >= MarkLength && text.AsSpan().StartsWith(Magic) ? Encoding.ASCII.GetString(text, Magic.Length, ChecksumLength) : null;

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="InvalidDataException">It is damaged, of another version or of another flag; the message says how.</exception>
    public static RolloutCheckpoint Read(string flag, byte[] text)
    {
        ReadOnlyMemory<byte> body = Check(text);
        try
        {
            int end = body.Span.IndexOf((byte)'\n');
            using var document = JsonDocument.Parse(body[..end]);
            JsonElement head = document.RootElement;
            string? owner = head.GetProperty("flag").GetString();
            return owner == flag
                ? new RolloutCheckpoint(head.GetProperty("name").GetString()!, body[(end + 1)..], head.GetProperty("written").GetDateTimeOffset(), VersionOf(text))
                : throw new InvalidDataException($"It belongs to the flag '{owner}'.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The line that says whose it is is wrong: {exception.Message}", exception);
        }
    }

    private static ReadOnlyMemory<byte> Check(ReadOnlyMemory<byte> text)
    {
        ReadOnlySpan<byte> head = text.Span[..Math.Max(0, text.Span.IndexOf((byte)'\n'))];
        if (!head.StartsWith(Magic))
        {
            throw new InvalidDataException("It does not begin as a checkpoint of version 1 does.");
        }

        ReadOnlyMemory<byte> body = text[(head.Length + 1)..];
        return head[Magic.Length..].SequenceEqual(ChecksumOf(body.Span, default)) ? body : throw new InvalidDataException("Its checksum is wrong.");
    }

    private static byte[] ChecksumOf(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> content)
    {
        var hash = new XxHash128();
        hash.Append(owner);
        hash.Append(content);
        return Encoding.ASCII.GetBytes(hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture));
    }
}
