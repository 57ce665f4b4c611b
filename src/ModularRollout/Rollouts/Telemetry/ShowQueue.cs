namespace ModularRollout.Rollouts.Telemetry;

/// <summary>Shows things to listeners and loggers, in order and on threads of the pool: one that hangs or throws is in nobody's way.</summary>
internal sealed class ShowQueue
{
    private const int Most = 1000;

    private readonly object _lock = new();
    private readonly Action<Exception, long> _failed;
    private Task _last = Task.CompletedTask;
    private int _waiting;
    private long _failures;

    /// <param name="failed">Takes what a listener threw, and how often one did.</param>
    public ShowQueue(Action<Exception, long> failed) => _failed = failed;

    /// <summary>Gets a task that completes when everything up to now has been shown.</summary>
    public Task Shown
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    /// <summary>Shows something soon, below the activity that is current now. While a listener hangs, what exceeds a thousand is dropped.</summary>
    public void Post(Action show)
    {
        lock (_lock)
        {
            if (_waiting < Most)
            {
                _waiting++;
                _last = _last.ContinueWith(_ => Show(show), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private void Show(Action show)
    {
        try
        {
            show();
        }
        catch (Exception exception)
        {
            _failed(exception, Interlocked.Increment(ref _failures));
        }
        finally
        {
            lock (_lock)
            {
                _waiting--;
            }
        }
    }
}
