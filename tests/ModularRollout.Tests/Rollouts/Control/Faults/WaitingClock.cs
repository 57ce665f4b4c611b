using Microsoft.Extensions.Time.Testing;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>A virtual clock that knows who waits by it for as long as rollouts wait for a store: ten seconds at most.</summary>
internal sealed class WaitingClock() : FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private readonly object _lock = new();
    private readonly List<(WaitingTimer Timer, TimeSpan Due)> _waiting = [];
    private TaskCompletionSource _someone = New();

    private TimeSpan _jump;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _jump;

    public override long GetTimestamp() => base.GetTimestamp() - _jump.Ticks;

    /// <summary>Sets the time of day, as an operator or a time server does: no time passes.</summary>
    public void Jump(TimeSpan by) => _jump += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WaitingTimer(this, base.CreateTimer(callback, state, dueTime, period));
        if (dueTime > TimeSpan.Zero && dueTime <= s_longest)
        {
            lock (_lock)
            {
                _waiting.Add((timer, dueTime));
                _someone.TrySetResult();
            }
        }

        return timer;
    }

    /// <summary>Awaits work in which one call hangs: once somebody waits for that call, he waits in vain.</summary>
    /// <param name="hung">Completes when the call hangs.</param>
    /// <param name="work">The work.</param>
    public async Task PassOneAsync(Task hung, Func<Task> work)
    {
        Task running = work();
        if (await Task.WhenAny(running, hung) != running && await Task.WhenAny(running, Someone()) != running)
        {
            LetWaitInVain();
        }

        await running;
    }

    /// <summary>Awaits work in which every call hangs: whenever somebody waits, he waits in vain.</summary>
    public async Task PassAllAsync(Func<Task> work)
    {
        Task running = work();
        while (await Eventually.Within(Task.WhenAny(running, Someone())) != running)
        {
            LetWaitInVain();
        }

        await running;
    }

    private Task Someone()
    {
        lock (_lock)
        {
            return _someone.Task;
        }
    }

    /// <summary>Lets everybody who waits wait in vain. Each does so once: how long his thread takes to notice is no time of this clock.</summary>
    private void LetWaitInVain()
    {
        TimeSpan longest;
        lock (_lock)
        {
            longest = _waiting.Count == 0 ? TimeSpan.Zero : _waiting.Max(static one => one.Due);
            _waiting.Clear();
            _someone = New();
        }

        Advance(longest);
    }

    private void Ended(WaitingTimer timer)
    {
        lock (_lock)
        {
            _waiting.RemoveAll(one => one.Timer == timer);
            _someone = _waiting.Count == 0 && _someone.Task.IsCompleted ? New() : _someone;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class WaitingTimer(WaitingClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            clock.Ended(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
