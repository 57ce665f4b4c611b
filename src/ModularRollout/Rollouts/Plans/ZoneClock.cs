namespace ModularRollout.Rollouts.Plans;

/// <summary>The wall clock of a time zone, which jumps at the ends of daylight saving.</summary>
internal sealed class ZoneClock
{
    // No zone is further from UTC, so the clock shows a time within this of where UTC would show it.
    private static readonly TimeSpan FurthestOffset = TimeSpan.FromHours(14);

    // Instants so near the ends of the calendar are treated as this far from it, so that no sum leaves it.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(32);

    private readonly TimeZoneInfo _zone;

    public ZoneClock(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Gets the date that the clock shows.</summary>
    public DateOnly DateAt(DateTimeOffset instant)
    {
        long ticks = Math.Clamp(instant.UtcTicks, Margin.Ticks, DateTime.MaxValue.Ticks - Margin.Ticks);
        return DateOnly.FromDateTime(new DateTime(ticks + OffsetAt(ticks)));
    }

    /// <summary>Gets the instant at which the clock first shows a time or, where it skips that, jumps over it.</summary>
    public DateTimeOffset FirstAt(DateOnly date, TimeOnly time)
    {
        long shown = date.ToDateTime(time).Ticks;
        long before = shown - FurthestOffset.Ticks, after = shown + FurthestOffset.Ticks;
        long early = shown - OffsetAt(before), late = shown - OffsetAt(after);
        if (early + OffsetAt(early) == shown)
        {
            return new DateTimeOffset(early, TimeSpan.Zero);
        }

        return new DateTimeOffset(late + OffsetAt(late) == shown ? late : Jump(before, after), TimeSpan.Zero);
    }

    // Finds the one change of the offset between two instants.
    private long Jump(long before, long after)
    {
        long offset = OffsetAt(before);
        while (after - before > 1)
        {
            long middle = before + ((after - before) / 2);
            (before, after) = OffsetAt(middle) == offset ? (middle, after) : (before, middle);
        }

        return after;
    }

    private long OffsetAt(long utcTicks) => _zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;
}
