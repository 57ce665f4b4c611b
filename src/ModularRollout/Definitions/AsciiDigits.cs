namespace ModularRollout.Definitions;

/// <summary>Reads decimal digits without culture, sign, white space or allocation.</summary>
internal static class AsciiDigits
{
    /// <summary>Decides whether a text is one digit or more, and nothing else.</summary>
    public static bool Are(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    /// <summary>Decides whether a text is a number without leading zeros.</summary>
    public static bool AreCanonical(ReadOnlySpan<char> text) => Are(text) && (text[0] != '0' || text.Length == 1);

    /// <summary>Returns the value of up to nine digits.</summary>
    public static int ValueOf(ReadOnlySpan<char> digits)
    {
        int value = 0;
        foreach (char c in digits)
        {
            value = (value * 10) + c - '0';
        }

        return value;
    }

    /// <summary>Reads a number of up to three digits without leading zeros.</summary>
    public static bool TryReadSmall(ReadOnlySpan<char> text, int most, out int value)
    {
        value = text.Length <= 3 && AreCanonical(text) ? ValueOf(text) : -1;
        return value >= 0 && value <= most;
    }
}
