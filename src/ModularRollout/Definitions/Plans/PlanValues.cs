using System.Globalization;
using System.Text;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Checks the values of a plan: durations, times of day, fractions, words.</summary>
internal static class PlanValues
{
    /// <summary>Reads a duration, <c>\d+(ms|s|m|h|d)</c>, that fits a <see cref="TimeSpan"/>.</summary>
    public static bool TryDuration(ref DefinitionCursor cursor, out TimeSpan duration)
    {
        duration = default;
        if (!ValueReader.IsText(ref cursor))
        {
            return false;
        }

        Span<char> text = stackalloc char[DurationText.MaxLength];
        if (Encoding.UTF8.TryGetChars(cursor.Text, text, out int length) && DurationText.TryParse(text[..length], out duration))
        {
            return true;
        }

        string message = $"{ValueReader.Show(in cursor)} is not a duration; write a whole number and `ms`, `s`, `m`, `h` or `d`, such as \"30m\".";
        cursor.Reading.Error(DefinitionCodes.InvalidDuration, cursor.Position, message);
        return false;
    }

    /// <summary>Checks a number above zero and, where said, below one.</summary>
    public static void CheckPositive(ref DefinitionCursor cursor, bool isFraction)
    {
        if (NumberReader.TryDecimal(ref cursor, out decimal value) && (value <= 0 || (isFraction && value >= 1)))
        {
            NumberReader.OutOfRange(ref cursor, isFraction ? "a fraction above 0 and below 1" : "a number above 0");
        }
    }

    /// <summary>Reads a time of day, <c>HH:mm</c>.</summary>
    public static TimeOnly? ReadTimeOfDay(ref DefinitionCursor cursor)
    {
        if (!ValueReader.IsText(ref cursor))
        {
            return null;
        }

        Span<char> text = stackalloc char[5];
        if (Encoding.UTF8.TryGetChars(cursor.Text, text, out int length)
            && TimeOnly.TryParseExact(text[..length], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
        {
            return time;
        }

        string message = $"{ValueReader.Show(in cursor)} is not a time of day; write hours and minutes, such as \"09:00\".";
        cursor.Reading.Error(DefinitionCodes.InvalidInstant, cursor.Position, message);
        return null;
    }

    /// <summary>Checks a rollout's start: a word, or an instant.</summary>
    public static void CheckStart(ref DefinitionCursor cursor)
    {
        if (!ValueReader.IsText(ref cursor) || PlanGrammar.Starts.Find(cursor.Text) >= 0)
        {
            return;
        }

        if (!cursor.Text.IsEmpty && char.IsAsciiDigit((char)cursor.Text[0]))
        {
            TestReader.TryInstant(ref cursor, out _);
        }
        else
        {
            ValueReader.TryWord(ref cursor, PlanGrammar.Starts, out _);
        }
    }
}
