namespace ModularRollout.Rollouts.Plans;

/// <summary>The hours of the week in which a rollout's exposure may rise; falling, it never waits.</summary>
/// <remarks>
/// Immutable, thread-safe, and without a clock. On each of the days the hours begin when the zone's clock first reaches
/// <see cref="From"/> and end when it next reaches <see cref="To"/>, on the following day where that is not later. A time that the clock
/// skips is reached at the jump; an hour that it shows twice opens once.
/// </remarks>
public sealed class ChangeHours
{
    // Hours that begin on one day end on the next at the latest, and a week holds each day once.
    private const int Week = 7;

    private readonly ZoneClock _clock;

    internal ChangeHours(IReadOnlyList<DayOfWeek> days, TimeOnly from, TimeOnly to, TimeZoneInfo timeZone)
    {
        Days = days;
        From = from;
        To = to;
        TimeZone = timeZone;
        _clock = new ZoneClock(timeZone);
    }

    /// <summary>Gets the days on which the hours begin.</summary>
    /// <value>One at least. The default is all of them.</value>
    public IReadOnlyList<DayOfWeek> Days { get; }

    /// <summary>Gets when the hours begin, inclusive.</summary>
    public TimeOnly From { get; }

    /// <summary>Gets when the hours end, exclusive.</summary>
    /// <value>Not <see cref="From"/>; before it, where the hours end on the following day.</value>
    public TimeOnly To { get; }

    /// <summary>Gets the zone of the hours.</summary>
    /// <value>The default is UTC.</value>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>Says whether exposure may rise.</summary>
    /// <param name="now">The instant.</param>
    /// <returns>Whether the hours are open then.</returns>
    public bool IsOpen(DateTimeOffset now)
    {
        DateOnly today = _clock.DateAt(now);
        return IsOpen(today.AddDays(-1), now) || IsOpen(today, now);
    }

    /// <summary>Finds when exposure may rise next.</summary>
    /// <param name="now">The instant to look from.</param>
    /// <returns><paramref name="now"/> while the hours are open, else their next beginning, in UTC; <see langword="null"/> when there is none before the end of the calendar.</returns>
    public DateTimeOffset? NextOpening(DateTimeOffset now)
    {
        if (IsOpen(now))
        {
            return now.ToUniversalTime();
        }

        // Two weeks: the hours of one day may lie within a jump of the clock.
        DateOnly today = _clock.DateAt(now);
        for (int i = 0; i <= 2 * Week; i++)
        {
            (DateTimeOffset start, DateTimeOffset end) = On(today.AddDays(i));
            if (start >= now && start < end)
            {
                return start;
            }
        }

        return null;
    }

    /// <summary>Measures how much of a stretch of time is open.</summary>
    /// <param name="from">Its beginning.</param>
    /// <param name="to">Its end.</param>
    /// <returns>The open time within it; zero where it ends before it begins.</returns>
    public TimeSpan OpenWithin(DateTimeOffset from, DateTimeOffset to)
    {
        TimeSpan open = TimeSpan.Zero;
        DateOnly last = _clock.DateAt(to);
        for (DateOnly day = _clock.DateAt(from).AddDays(-1); day <= last; day = day.AddDays(1))
        {
            (DateTimeOffset start, DateTimeOffset end) = On(day);
            TimeSpan within = (end < to ? end : to) - (start > from ? start : from);
            open += within > TimeSpan.Zero ? within : TimeSpan.Zero;
        }

        return open;
    }

    private bool IsOpen(DateOnly day, DateTimeOffset now)
    {
        (DateTimeOffset start, DateTimeOffset end) = On(day);
        return start <= now && now < end;
    }

    // The hours that begin on a day; none end as they begin.
    private (DateTimeOffset Start, DateTimeOffset End) On(DateOnly day)
    {
        DateTimeOffset start = _clock.FirstAt(day, From);
        return Contains(day.DayOfWeek) ? (start, _clock.FirstAt(To > From ? day : day.AddDays(1), To)) : (start, start);
    }

    private bool Contains(DayOfWeek day)
    {
        for (int i = 0; i < Days.Count; i++)
        {
            if (Days[i] == day)
            {
                return true;
            }
        }

        return false;
    }
}
