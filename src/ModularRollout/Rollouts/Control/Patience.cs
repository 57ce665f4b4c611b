namespace ModularRollout.Rollouts.Control;

/// <summary>Waits for a store, a probe or a listener, but not for ever: what hangs must not hold up what protects.</summary>
internal static class Patience
{
    /// <summary>How long an authorizer may think. By a real clock, as below: this bounds code of others, whatever clock the gate lives by.</summary>
    public static readonly TimeSpan OfCallers = TimeSpan.FromSeconds(2);

    /// <summary>How long ending may take: a busy disk should get the last checkpoint, a hung store must not keep a host from its end.</summary>
    public static readonly TimeSpan OfEnd = TimeSpan.FromSeconds(5);

    /// <summary>Waits for work that reports its own failures; it goes on by itself afterwards, unless it has not begun.</summary>
    /// <param name="work">The work; its token says that nobody waits any more.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether it has ended and succeeded.</returns>
    public static async Task<bool> WaitAsync(Func<CancellationToken, Task<bool>> work, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var waiting = new CancellationTokenSource();
        Task<bool> running = work(waiting.Token);
        if (!running.IsCompleted)
        {
            await ((Task)running).WaitAsync(patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await waiting.CancelAsync().ConfigureAwait(false);
        }

        return running is { IsCompletedSuccessfully: true, Result: true };
    }
}
