using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace ModularRollout.Snapshots;

/// <summary>A number of a document with the CLR types to which it converts exactly.</summary>
/// <remarks>A whole number converts to a type that holds it exactly. A number with a fraction is a double as JSON has it: the nearest one.</remarks>
internal readonly struct ExactNumberValue
{
    /// <summary>Longer literals are read as the nearest double alone: exact arithmetic on them has no bounded cost.</summary>
    private const int LongestExact = 400;

    private ExactNumberValue(ValueTypes types, long bits, object? exactDecimal)
    {
        Types = types;
        Bits = bits;
        Decimal = exactDecimal;
    }

    public ValueTypes Types { get; }

    /// <summary>Gets the integer where <see cref="Types"/> has <see cref="ValueTypes.Int64"/>, else the bits of the double.</summary>
    public long Bits { get; }

    /// <summary>Gets the boxed decimal where the value is one and no 64-bit integer.</summary>
    public object? Decimal { get; }

    public static ExactNumberValue Of(long value)
    {
        ValueTypes types = ValueTypes.Int64 | ValueTypes.Decimal;
        types |= value is >= int.MinValue and <= int.MaxValue ? ValueTypes.Int32 : 0;
        types |= (Int128)(double)value == value ? ValueTypes.Double : 0;
        return new ExactNumberValue(types, value, null);
    }

    public static ExactNumberValue Of(double value) => new(ValueTypes.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static ExactNumberValue Of(decimal value) =>
        decimal.IsInteger(value) && value >= long.MinValue && value <= long.MaxValue
            ? Of((long)value)
            : new ExactNumberValue(ValueTypes.Decimal, BitConverter.DoubleToInt64Bits((double)value), value);

    /// <summary>Reads a JSON number literal, which the definition reader has checked to be in the range of a double.</summary>
    public static ExactNumberValue Parse(ReadOnlySpan<byte> literal)
    {
        if (Utf8Parser.TryParse(literal, out long whole, out int read) && read == literal.Length)
        {
            return Of(whole);
        }

        BigInteger? integer = WholeNumber(literal, out decimal? exact);
        if (integer is { } i && i >= long.MinValue && i <= long.MaxValue)
        {
            return Of((long)i);
        }

        _ = Utf8Parser.TryParse(literal, out double nearest, out _);
        bool isDouble = double.IsFinite(nearest) && (integer is null || new BigInteger(nearest) == integer);
        ValueTypes types = (isDouble ? ValueTypes.Double : 0) | (exact is null ? 0 : ValueTypes.Decimal);
        return new ExactNumberValue(types, BitConverter.DoubleToInt64Bits(nearest), exact);
    }

    /// <summary>Reads digits and exponent exactly: the whole number, if it is one, and the decimal, if one holds it.</summary>
    private static BigInteger? WholeNumber(ReadOnlySpan<byte> literal, out decimal? exact)
    {
        exact = null;
        if (literal.Length > LongestExact || !TryReadExponent(literal, out int exponent, out ReadOnlySpan<byte> mantissa))
        {
            return null;
        }

        int point = mantissa.IndexOf((byte)'.');
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        string text = Encoding.ASCII.GetString(mantissa).Replace(".", "", StringComparison.Ordinal);
        var digits = BigInteger.Parse(text, CultureInfo.InvariantCulture);
        while (exponent < 0 && digits % 10 == 0 && !digits.IsZero)
        {
            digits /= 10;
            exponent++;
        }

        exponent = digits.IsZero ? 0 : exponent;
        exact = AsDecimal(digits, exponent);
        return exponent < 0 ? null : digits * BigInteger.Pow(10, exponent);
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> literal, out int exponent, out ReadOnlySpan<byte> mantissa)
    {
        int e = literal.IndexOfAny((byte)'e', (byte)'E');
        mantissa = e < 0 ? literal : literal[..e];
        exponent = 0;
        return e < 0 || int.TryParse(literal[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
    }

    private static decimal? AsDecimal(BigInteger digits, int exponent)
    {
        if (exponent is < -28 or > 28)
        {
            return null;
        }

        digits *= BigInteger.Pow(10, Math.Max(exponent, 0));
        BigInteger magnitude = BigInteger.Abs(digits);
        if (magnitude >= BigInteger.One << 96)
        {
            return null;
        }

        var bits = (UInt128)magnitude;
        return new decimal((int)(uint)bits, (int)(uint)(bits >> 32), (int)(uint)(bits >> 64), digits.Sign < 0, (byte)Math.Max(0, -exponent));
    }
}
