namespace ModularRollout.Rollouts.Counting.Slots;

/// <summary>Divides time into slots, by timestamps and not by the time of day: setting the clock moves nothing.</summary>
/// <remarks>
/// A slot is a sixtieth of the settling time, and at least 10 ms, so that some sixty of them wait. Should a clock give timestamps that go back, time goes on from the latest one it gave.
/// </remarks>
internal sealed class SlotClock
{
    private const int SlotsToSettle = 60;

    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly long _settle;
    private long _shift;
    private long _latest;

    public SlotClock(TimeProvider clock, TimeSpan settle)
    {
        _clock = clock;
        _origin = clock.GetTimestamp();
        _settle = settle.Ticks;
        SlotTicks = Math.Max(settle.Ticks / SlotsToSettle, 10 * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>Gets the length of a slot.</summary>
    public long SlotTicks { get; }

    /// <summary>Gets the age at which nothing can be on time any more.</summary>
    public TimeSpan Patience => new(_settle + SlotTicks);

    /// <summary>Gets the ticks since the start of a timestamp that was just taken, correcting the clock if it has gone back.</summary>
    public long Now(long timestamp)
    {
        long now = TicksOf(timestamp);
        if (now < _latest)
        {
            _shift += _latest - now;
            now = _latest;
        }

        return now;
    }

    /// <summary>Notes that everything up to an instant has been seen.</summary>
    public void Reach(long now) => _latest = Math.Max(_latest, now);

    /// <summary>Gets the ticks since the start.</summary>
    public long TicksOf(long timestamp) => _clock.GetElapsedTime(_origin, timestamp).Ticks + _shift;

    public long SlotOf(long ticks) => Math.DivRem(ticks, SlotTicks) is (var slot, < 0) ? slot - 1 : ticks / SlotTicks;

    /// <summary>Gets when a slot is judged: when its end is as old as the settling time.</summary>
    public long DeadlineOf(long slot) => ((slot + 1) * SlotTicks) + _settle;

    /// <summary>Gets the first slot that is not judged at an instant.</summary>
    public long FrontierAt(long now) => SlotOf(now - _settle);
}
