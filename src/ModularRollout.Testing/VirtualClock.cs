using Microsoft.Extensions.Time.Testing;

namespace ModularRollout.Testing;

/// <summary>A clock that stands still until a test moves it, and that can be set wrong.</summary>
/// <remarks>Thread-safe. Time passes by <see cref="FakeTimeProvider.Advance"/>: timers run, timestamps grow. <see cref="Jump"/> sets the time of day alone, as an operator or a synchronization does.</remarks>
public sealed class VirtualClock : FakeTimeProvider
{
    private long _jumped;

    /// <summary>Creates a clock that shows Monday, 5 January 2026, 09:00 UTC.</summary>
    public VirtualClock()
        : this(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Creates a clock.</summary>
    /// <param name="start">What it shows first.</param>
    public VirtualClock(DateTimeOffset start)
        : base(start)
    {
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Volatile.Read(ref _jumped));

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Sets the time of day forth or back; no time passes: timestamps and timers notice nothing.</summary>
    /// <param name="by">How far; negative for back.</param>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);
}
