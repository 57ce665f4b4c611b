using System.Globalization;

namespace ModularRollout.Testing.Drills;

/// <summary>How a drill writes times and numbers: the same in every culture.</summary>
internal static class DrillText
{
    /// <summary>Writes a duration in the units of plans, the two largest: <c>2h 30m</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        (long, string)[] units = [((long)duration.TotalDays, "d"), (duration.Hours, "h"), (duration.Minutes, "m"), (duration.Seconds, "s"), (duration.Milliseconds, "ms")];
        int first = Array.FindIndex(units, static unit => unit.Item1 > 0);
        return first < 0 ? "0s" : string.Join(' ', units.Skip(first).Take(2).Where(static unit => unit.Item1 > 0).Select(static unit => Of(unit.Item1) + unit.Item2));
    }

    public static string Of(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Of(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
