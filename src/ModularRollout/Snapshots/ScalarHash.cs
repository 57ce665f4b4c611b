using System.Globalization;
using System.IO.Hashing;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>Hashes values that are not strings as <see cref="KeyHash.OfText"/> hashes their text, without making the text.</summary>
internal static class ScalarHash
{
    /// <summary>The exact digits of the greatest double, and a sign.</summary>
    private const int MostDigits = 310;

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
        Span<byte> text = stackalloc byte[MostDigits];
        bool isIntegral = value == Math.Truncate(value);

        // Adding zero turns -0.0, which would be written with its sign, into 0.0.
        (value + 0.0).TryFormat(text, out int written, isIntegral ? "F0" : "R", CultureInfo.InvariantCulture);
        hash = XxHash3.HashToUInt64(text[..written]);
        return double.IsFinite(value);
    }

    /// <summary>Hashes the text that <see cref="InstantText.Format"/> writes.</summary>
    public static ulong OfInstant(long utcTicks)
    {
        Span<char> text = stackalloc char[InstantText.MaxLength];
        return KeyHash.OfText(text[..InstantText.Format(utcTicks, text)]);
    }
}
