using System.Globalization;

namespace ModularRollout.Definitions;

/// <summary>Durations as text: a whole number and <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
internal static class DurationText
{
    /// <summary>The longest text that is read.</summary>
    public const int MaxLength = 64;

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        int digits = text.IndexOfAnyExceptInRange('0', '9');
        if (digits < 1 || !long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        long ticks = TicksOf(text[digits..]);
        if (ticks == 0 || number > TimeSpan.MaxValue.Ticks / ticks)
        {
            return false;
        }

        duration = new TimeSpan(number * ticks);
        return true;
    }

    /// <summary>Writes a duration in the largest unit that keeps it, whole milliseconds at least.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach ((string unit, long ticks) in Units)
        {
            if (duration.Ticks >= ticks && duration.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / TimeSpan.TicksPerMillisecond}ms");
    }

    private static long TicksOf(ReadOnlySpan<char> text)
    {
        foreach ((string unit, long ticks) in Units)
        {
            if (text.SequenceEqual(unit))
            {
                return ticks;
            }
        }

        return 0;
    }
}
