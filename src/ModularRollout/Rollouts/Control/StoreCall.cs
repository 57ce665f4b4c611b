namespace ModularRollout.Rollouts.Control;

/// <summary>Calls on a store of one kind, one at a time. Whoever calls waits for a while, and not at all for a call that hung before.</summary>
/// <remarks>Not thread-safe: steps come one at a time. Calls report their own failures.</remarks>
internal sealed class StoreCall
{
    private readonly TimeProvider _clock;
    private readonly Action _ended;
    private Task _running = Task.CompletedTask;

    /// <param name="clock">The clock.</param>
    /// <param name="ended">Told when a call ends that nobody waits for any more: somebody should look what it did.</param>
    public StoreCall(TimeProvider clock, Action ended)
    {
        _clock = clock;
        _ended = ended;
    }

    /// <summary>Gets a task that completes when the last call has ended, however long it hangs.</summary>
    public Task Ended => _running;

    /// <summary>Calls, unless an earlier call is still running.</summary>
    /// <param name="call">The call.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether it has ended.</returns>
    public async Task<bool> TryAsync(Func<Task> call, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!_running.IsCompleted)
        {
            return false;
        }

        Task running = _running = call();
        if (!running.IsCompleted)
        {
            await running.WaitAsync(patience, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!running.IsCompleted)
        {
            _ = running.ContinueWith((_, ended) => ((Action)ended!)(), _ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return running.IsCompleted;
    }
}
