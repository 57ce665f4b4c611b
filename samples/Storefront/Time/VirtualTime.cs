namespace Storefront.Time;

/// <summary>A clock that stands still until it is told to go on. The gate, the shop and its shoppers all live by it.</summary>
/// <remarks>
/// An order that takes 200 ms takes 200 ms of this time, whatever the machine does meanwhile. Timers fire on the thread that moves the clock, in the order of their
/// times: the same seed gives the same run. Timers may be made on any thread.
/// </remarks>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<VirtualTimer.Alarm, (long Due, long Order)> _alarms = new();
    private long _now;
    private long _order;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start + TimeSpan.FromTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on to a moment, and lets happen on the way what was waiting for its time.</summary>
    public void GoOnTo(DateTimeOffset moment)
    {
        long target = (moment - start).Ticks;
        while (TakeNext(target) is { } alarm)
        {
            alarm.Ring();
        }
    }

    /// <summary>Sets an alarm.</summary>
    public void Add(VirtualTimer.Alarm alarm, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _alarms.Enqueue(alarm, (_now + dueTime.Ticks, _order++));
        }
    }

    private VirtualTimer.Alarm? TakeNext(long target)
    {
        lock (_lock)
        {
            if (_alarms.TryPeek(out VirtualTimer.Alarm? alarm, out (long Due, long Order) time) && time.Due <= target)
            {
                _ = _alarms.Dequeue();
                Volatile.Write(ref _now, Math.Max(_now, time.Due));
                return alarm;
            }

            Volatile.Write(ref _now, Math.Max(_now, target));
            return null;
        }
    }
}
