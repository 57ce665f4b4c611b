namespace ModularRollout.Definitions.Reading;

/// <summary>Reads numbers of JSON as decimals, and only those that a decimal holds exactly.</summary>
internal static class ExactDecimal
{
    private const int LargestScale = 28;

    // The most characters whose digits fit an int64 whatever they are.
    private const int MostPlain = 18;

    /// <summary>Reads a number; <see langword="false"/> if a decimal cannot hold it exactly.</summary>
    /// <param name="number">A number that is valid JSON.</param>
    /// <param name="value">The number.</param>
    public static bool TryRead(ReadOnlySpan<byte> number, out decimal value)
    {
        if (number.Length <= MostPlain && TryReadPlain(number, out value))
        {
            return true;
        }

        value = 0;
        int exponent = 0;
        int mark = number.IndexOfAny((byte)'e', (byte)'E');
        if (mark >= 0 && !TryReadExponent(number[(mark + 1)..], out exponent))
        {
            return false;
        }

        return TryReadDigits(mark < 0 ? number : number[..mark], out UInt128 digits, out int scale)
            && TryScale(digits, scale - exponent, number[0] == '-', out value);
    }

    // The common case: few digits, no exponent.
    private static bool TryReadPlain(ReadOnlySpan<byte> number, out decimal value)
    {
        value = 0;
        ulong digits = 0;
        int point = -1;
        bool isNegative = number[0] == '-';
        for (int i = isNegative ? 1 : 0; i < number.Length; i++)
        {
            byte c = number[i];
            if (c == '.')
            {
                point = i;
            }
            else if (c <= '9')
            {
                digits = (10 * digits) + c - '0';
            }
            else
            {
                return false;
            }
        }

        int scale = point < 0 ? 0 : number.Length - point - 1;
        value = new decimal((int)(uint)digits, (int)(uint)(digits >> 32), 0, isNegative && digits != 0, (byte)scale);
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent) =>
        int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out exponent)
        && Math.Abs((long)exponent) < 1000;

    // Trailing zeros are held back, so that 1.000…0 costs no digits.
    private static bool TryReadDigits(ReadOnlySpan<byte> mantissa, out UInt128 digits, out int scale)
    {
        (digits, scale) = (0, 0);
        int zeros = 0, afterPoint = 0, step = 0;
        foreach (byte c in mantissa)
        {
            if (c == '.')
            {
                step = 1;
            }
            else if (c == '0')
            {
                zeros++;
                afterPoint += step;
            }
            else if (c != '-')
            {
                afterPoint += step;
                if (!TryAppend(ref digits, zeros, c - '0'))
                {
                    return false;
                }

                zeros = 0;
            }
        }

        scale = afterPoint - zeros;
        return true;
    }

    private static bool TryAppend(ref UInt128 digits, int zeros, int digit)
    {
        if (digits != 0)
        {
            for (int i = 0; i <= zeros; i++)
            {
                digits *= 10;
                if (digits >> 96 != 0)
                {
                    return false;
                }
            }
        }

        digits += (uint)digit;
        return digits >> 96 == 0;
    }

    private static bool TryScale(UInt128 digits, int scale, bool negative, out decimal value)
    {
        value = 0;
        if (digits == 0)
        {
            return true;
        }

        for (; scale < 0; scale++)
        {
            digits *= 10;
            if (digits >> 96 != 0)
            {
                return false;
            }
        }

        if (scale > LargestScale)
        {
            return false;
        }

        value = new decimal((int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), negative, (byte)scale);
        return true;
    }
}
