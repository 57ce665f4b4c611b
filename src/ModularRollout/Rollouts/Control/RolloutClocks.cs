namespace ModularRollout.Rollouts.Control;

/// <summary>The clocks of a stage: how long it was healthy, how long nobody knew, and how much of its window is used.</summary>
/// <param name="Dwell">The time in which every guard was healthy or better, in this stage.</param>
/// <param name="Blind">The time since somebody last knew how the candidate does.</param>
/// <param name="Window">The time in which exposure might have risen, in this stage, without manual pauses.</param>
internal readonly record struct RolloutClocks(TimeSpan Dwell, TimeSpan Blind, TimeSpan Window)
{
    /// <summary>Adds one look. The time between looks is capped by the caller: a sleeping machine does not dwell.</summary>
    /// <param name="elapsed">The time since the last look, by a clock that is never set back.</param>
    /// <param name="tick">What was seen.</param>
    public RolloutClocks After(TimeSpan elapsed, in RolloutTick tick)
    {
        if (elapsed <= TimeSpan.Zero)
        {
            return this;
        }

        return new RolloutClocks(
            tick is { IsHealthy: true, IsUnknown: false, IsIdle: false } ? Dwell + elapsed : Dwell,
            tick.IsIdle ? Blind : tick.IsUnknown ? Blind + elapsed : TimeSpan.Zero,
            tick is { IsOpen: true, IsPaused: false } ? Window + elapsed : Window);
    }
}

/// <summary>What one look saw, as far as the clocks care.</summary>
/// <param name="IsHealthy">Whether every guard that is no dry run is healthy or better.</param>
/// <param name="IsUnknown">Whether nobody knows how the candidate does.</param>
/// <param name="IsIdle">Whether there were no decisions at all.</param>
/// <param name="IsOpen">Whether the change hours are open.</param>
/// <param name="IsPaused">Whether an operator paused the rollout.</param>
internal readonly record struct RolloutTick(bool IsHealthy, bool IsUnknown, bool IsIdle, bool IsOpen, bool IsPaused);
