namespace ModularRollout.Rollouts.Control;

/// <summary>Waits for a store, a probe or a listener, but not for ever: what hangs must not hold up what protects.</summary>
internal static class Patience
{
    /// <summary>Waits for work that reports its own failures, at most for a tick; it goes on by itself afterwards.</summary>
    /// <returns>Whether it has ended.</returns>
    public static async Task<bool> WaitAsync(Task work, RolloutOptions options, TimeProvider clock)
    {
        if (!work.IsCompleted)
        {
            await work.WaitAsync(options.LookEvery, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return work.IsCompleted;
    }
}
