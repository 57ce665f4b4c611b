using System.Security.Cryptography;
using System.Text;

namespace ModularRollout.Rollouts.Journal;

/// <summary>The hash at the end of an entry's line, over all that stands before it.</summary>
internal static class EntrySeal
{
    public const string Broken = "The line is not what the hash at its end was made of.";

    private const int Digits = 64;

    private static ReadOnlySpan<byte> Opening => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> Closing => "\"}"u8;

    private static int Length => Opening.Length + Digits + Closing.Length;

    /// <summary>Closes a line: the object's closing brace makes room for its hash.</summary>
    public static byte[] Close(ReadOnlySpan<byte> body) => [.. body[..^1], .. Opening, .. HashOf(body[..^1]), .. Closing];

    /// <summary>Gets whether a line ends with the hash of what stands before it.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> line)
    {
        if (line.Length <= Length)
        {
            return false;
        }

        ReadOnlySpan<byte> seal = line[^Length..];
        return seal.StartsWith(Opening)
            && seal.EndsWith(Closing)
            && seal.Slice(Opening.Length, Digits).SequenceEqual(HashOf(line[..^Length]));
    }

    /// <summary>Gets the hash of a whole line.</summary>
    public static string Of(ReadOnlySpan<byte> line) => Encoding.ASCII.GetString(line.Slice(line.Length - Digits - Closing.Length, Digits));

    private static byte[] HashOf(ReadOnlySpan<byte> open)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(open);
        sha.AppendData("}"u8);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(sha.GetHashAndReset()));
    }
}
