using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModularRollout.Decisions;

/// <summary>Turns targeting keys into what may stand for them.</summary>
internal static class SubjectHash
{
    /// <summary>Gets the HMAC-SHA-256 of the key's UTF-8, as 64 hexadecimal digits; malformed UTF-16 counts as U+FFFD.</summary>
    public static string Hmac(byte[] secret, string key)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> text = key.Length <= 128 ? stackalloc byte[384] : new byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        HMACSHA256.HashData(secret, text[..Encoding.UTF8.GetBytes(key, text)], hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Gets a record's hash of the subject: the HMAC where there is a secret, else the hash that buckets.</summary>
    public static string? OfRecord(byte[]? secret, in EvaluationContext context) =>
        !context.HasKey ? null
        : secret is not null ? Hmac(secret, context.Key!)
        : context.KeyHash.ToString("x16", CultureInfo.InvariantCulture);
}
