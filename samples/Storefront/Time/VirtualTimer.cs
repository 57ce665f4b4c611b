namespace Storefront.Time;

/// <summary>A timer of <see cref="VirtualTime"/>: what <c>Task.Delay(time, clock)</c> waits for.</summary>
internal sealed class VirtualTimer(VirtualTime clock, TimerCallback callback, object? state) : ITimer
{
    private Alarm? _alarm;

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Alarm? alarm = dueTime == Timeout.InfiniteTimeSpan ? null : new Alarm(this, period);
        Volatile.Write(ref _alarm, alarm);
        if (alarm is not null)
        {
            clock.Add(alarm, dueTime);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => Volatile.Write(ref _alarm, null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Ring(Alarm alarm, TimeSpan period)
    {
        // Set anew or disposed in the meantime: this alarm is off.
        if (Volatile.Read(ref _alarm) == alarm)
        {
            if (period > TimeSpan.Zero)
            {
                clock.Add(alarm, period);
            }

            callback(state);
        }
    }

    /// <summary>One setting of a timer.</summary>
    internal sealed class Alarm(VirtualTimer timer, TimeSpan period)
    {
        public void Ring() => timer.Ring(this, period);
    }
}
