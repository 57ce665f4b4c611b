using System.Globalization;
using System.IO.Hashing;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>Hashes values that are not strings as <see cref="KeyHash.OfText"/> hashes their text, without making the text.</summary>
internal static class ScalarHash
{
    /// <summary>The exact digits of the greatest double, and a sign.</summary>
    private const int MostDigits = 310;

    /// <summary>Integral doubles below it fit a 64-bit integer.</summary>
    private const double CertainlyInteger = 1L << 62;

    private static readonly ulong s_true = KeyHash.OfText("true");
    private static readonly ulong s_false = KeyHash.OfText("false");

    public static ulong OfBoolean(bool value) => value ? s_true : s_false;

    /// <summary>Hashes the invariant decimal text of an integer.</summary>
    public static ulong OfInteger(long value)
    {
        Span<byte> text = stackalloc byte[20];
        value.TryFormat(text, out int written, default, CultureInfo.InvariantCulture);
        return XxHash3.HashToUInt64(text[..written]);
    }

    /// <summary>Hashes all digits of an integral double, and the round-trip text (<c>R</c>) of any other; NaN and infinity have no hash.</summary>
    public static bool TryOfDouble(double value, out ulong hash)
    {
        bool isIntegral = value == Math.Truncate(value);
        hash = isIntegral && Math.Abs(value) < CertainlyInteger ? OfInteger((long)value) : OfText(value, isIntegral ? "F0" : "R");
        return double.IsFinite(value);
    }

    /// <summary>Hashes the text that <see cref="InstantText.Format"/> writes.</summary>
    public static ulong OfInstant(long utcTicks)
    {
        Span<char> text = stackalloc char[InstantText.MaxLength];
        return KeyHash.OfText(text[..InstantText.Format(utcTicks, text)]);
    }

    private static ulong OfText(double value, string format)
    {
        Span<byte> text = stackalloc byte[MostDigits];
        value.TryFormat(text, out int written, format, CultureInfo.InvariantCulture);
        return XxHash3.HashToUInt64(text[..written]);
    }
}
