namespace ModularRollout.Snapshots;

/// <summary>Tells subscribers of publishes, one at a time and in order, on the thread pool: a slow or throwing subscriber delays no publish.</summary>
internal sealed class ChangeNotifier
{
    private readonly object _lock = new();
    private readonly Queue<FlagsChangedEventArgs> _queue = new();
    private readonly object _sender;
    private readonly Action<Exception, long> _failed;
    private bool _isRunning;

    public ChangeNotifier(object sender, Action<Exception, long> failed)
    {
        _sender = sender;
        _failed = failed;
    }

    public event EventHandler<FlagsChangedEventArgs>? Changed;

    public void Notify(FeatureSnapshot snapshot, List<FlagChange> changes)
    {
        if (Changed is null)
        {
            return;
        }

        lock (_lock)
        {
            _queue.Enqueue(new FlagsChangedEventArgs(snapshot, changes));
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static notifier => notifier.Drain(), this, preferLocal: false);
    }

    private void Drain()
    {
        while (true)
        {
            FlagsChangedEventArgs? next;
            lock (_lock)
            {
                _isRunning = _queue.TryDequeue(out next);
            }

            if (next is null)
            {
                return;
            }

            Raise(next);
        }
    }

    private void Raise(FlagsChangedEventArgs change)
    {
        foreach (Delegate subscriber in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<FlagsChangedEventArgs>)subscriber)(_sender, change);
            }
            catch (Exception exception)
            {
                _failed(exception, change.Snapshot.Version);
            }
        }
    }
}
