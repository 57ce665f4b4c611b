using System.Globalization;

namespace ModularRollout.Definitions;

/// <summary>Instants as RFC 3339 text, without culture and without allocation.</summary>
/// <remarks>
/// A fraction is cut after 100 ns. A leap second (<c>23:59:60</c> in UTC, nowhere else) is the midnight that follows, whatever its
/// fraction, so that the order of texts stays the order of ticks. Instants outside the years 1 to 9999 in UTC are refused.
/// </remarks>
internal static class InstantText
{
    /// <summary>The longest text <see cref="Format"/> writes.</summary>
    public const int MaxLength = 28;

    private const int ShortestLength = 20;

    public static bool TryParse(ReadOnlySpan<char> text, out long utcTicks)
    {
        utcTicks = 0;
        if (text.Length < ShortestLength || text[10] is not ('T' or 't' or ' '))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[19..];
        if (!TryReadDate(text[..10], out long date)
            || !TryReadTime(text[11..19], out long time, out bool isLeapSecond)
            || !TryReadFraction(ref rest, out long fraction)
            || !TryReadOffset(rest, out long offset))
        {
            return false;
        }

        utcTicks = date + time + (isLeapSecond ? 0 : fraction) - offset;
        return IsInRange(utcTicks) && (!isLeapSecond || utcTicks % TimeSpan.TicksPerDay == 0);
    }

    /// <summary>Writes an instant in UTC with the shortest fraction that keeps it, such as <c>2026-11-22T10:00:00.5Z</c>.</summary>
    /// <param name="utcTicks">The ticks of a <see cref="DateTime"/> in UTC.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> characters.</param>
    /// <returns>The number of characters written.</returns>
    public static int Format(long utcTicks, Span<char> destination)
    {
        new DateTime(utcTicks, DateTimeKind.Utc).TryFormat(destination, out int written, "O", CultureInfo.InvariantCulture);
        int length = destination[..(written - 1)].TrimEnd('0').TrimEnd('.').Length;
        destination[length] = 'Z';
        return length + 1;
    }

    private static bool IsInRange(long utcTicks) => utcTicks >= 0 && utcTicks <= DateTime.MaxValue.Ticks;

    private static bool TryReadDate(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (!TryReadNumber(text[..4], out int year)
            || !TryReadNumber(text[5..7], out int month)
            || !TryReadNumber(text[8..], out int day)
            || text[4] != '-'
            || text[7] != '-'
            || !IsDate(year, month, day))
        {
            return false;
        }

        ticks = new DateTime(year, month, day).Ticks;
        return true;
    }

    private static bool IsDate(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static bool TryReadTime(ReadOnlySpan<char> text, out long ticks, out bool isLeapSecond)
    {
        bool isValid = TryReadHoursAndMinutes(text[..5], out ticks);
        isValid &= TryReadNumber(text[6..], out int second);
        ticks += second * TimeSpan.TicksPerSecond;
        isLeapSecond = second == 60;
        return isValid && text[5] == ':' && second <= 60;
    }

    private static bool TryReadHoursAndMinutes(ReadOnlySpan<char> text, out long ticks)
    {
        bool isValid = TryReadNumber(text[..2], out int hour);
        isValid &= TryReadNumber(text[3..], out int minute);
        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        return isValid && text[2] == ':' && hour <= 23 && minute <= 59;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text[0] != '.')
        {
            return true;
        }

        int end = 1;
        for (long unit = TimeSpan.TicksPerSecond / 10; end < text.Length && char.IsAsciiDigit(text[end]); unit /= 10)
        {
            ticks += (text[end] - '0') * unit;
            end++;
        }

        text = text[end..];
        return end > 1;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.Length == 1)
        {
            return text[0] is 'Z' or 'z';
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || !TryReadHoursAndMinutes(text[1..], out ticks))
        {
            return false;
        }

        ticks = text[0] == '-' ? -ticks : ticks;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> digits, out int value)
    {
        value = AsciiDigits.ValueOf(digits);
        return AsciiDigits.Are(digits);
    }
}
