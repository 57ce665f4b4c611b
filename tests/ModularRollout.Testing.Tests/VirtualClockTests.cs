namespace ModularRollout.Testing.Tests;

public sealed class VirtualClockTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public void Jump_ForthAndBack_MovesTheTimeOfDayAlone()
    {
        (DateTimeOffset now, long timestamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());

        _clock.Jump(TimeSpan.FromHours(6));
        Assert.Equal((now.AddHours(6), timestamp), (_clock.GetUtcNow(), _clock.GetTimestamp()));

        _clock.Jump(TimeSpan.FromHours(-12));
        Assert.Equal((now.AddHours(-6), timestamp), (_clock.GetUtcNow(), _clock.GetTimestamp()));
    }

    [Fact]
    public void Advance_AfterAJump_MovesBothAndRunsTimers()
    {
        int ticks = 0;
        using ITimer timer = _clock.CreateTimer(_ => ticks++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        (DateTimeOffset now, long timestamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        _clock.Jump(TimeSpan.FromHours(6));
        Assert.Equal(0, ticks);

        _clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(3, ticks);
        Assert.Equal(now.AddHours(6).AddMinutes(3), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(3), _clock.GetElapsedTime(timestamp));
    }
}
