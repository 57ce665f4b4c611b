namespace ModularRollout;

/// <summary>Lets one log line through a minute, whoever asks.</summary>
internal sealed class LogPace
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock;
    private long _last = long.MinValue;

    public LogPace(TimeProvider clock) => _clock = clock;

    public bool IsDue()
    {
        long last = Volatile.Read(ref _last);
        long now = _clock.GetTimestamp();
        return (last == long.MinValue || _clock.GetElapsedTime(last, now) >= s_pause)
            && Interlocked.CompareExchange(ref _last, now, last) == last;
    }
}
