using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Holds the store's lease, or knows who does. Acquiring comes one at a time, whoever waits for it.</summary>
internal sealed class RolloutLeaseKeeper : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly IRolloutStore _store;
    private readonly string _instance;
    private IRolloutLease? _lease;
    private bool _isListed;
    private bool _isDisposed;

    public RolloutLeaseKeeper(IRolloutStore store, string instance)
    {
        _store = store;
        _instance = instance;
    }

    public bool IsHeld => Volatile.Read(ref _lease) is { IsHeld: true };

    /// <summary>Gets who holds the lease, where another process does.</summary>
    public string? Holder { get; private set; }

    /// <summary>Gets why the store could not be asked; <see langword="null"/> where it could.</summary>
    public string? Error { get; private set; }

    /// <summary>Tries to acquire the lease, and once finds the flags that have a journal.</summary>
    /// <param name="found">Told of each flag.</param>
    public async Task AcquireAsync(Action<string> found)
    {
        try
        {
            if (!IsHeld)
            {
                IRolloutLease? lease = await _store.TryAcquireLeaseAsync(_instance, CancellationToken.None).ConfigureAwait(false);
                string? holder = lease is null ? await _store.ReadHolderAsync(CancellationToken.None).ConfigureAwait(false) : null;
                await KeepAsync(lease, holder).ConfigureAwait(false);
            }

            if (!_isListed)
            {
                foreach (string flag in await _store.ListAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    found(flag);
                }

                _isListed = true;
            }

            Error = null;
        }
        catch (Exception exception)
        {
            Error = $"The rollouts' store failed: {exception.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        IRolloutLease? held;
        lock (_lock)
        {
            _isDisposed = true;
            held = _lease;
        }

        if (held is not null)
        {
            await held.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Keeps what was acquired; a lease that comes after the end is given back.</summary>
    private async Task KeepAsync(IRolloutLease? lease, string? holder)
    {
        bool isTooLate;
        lock (_lock)
        {
            isTooLate = _isDisposed;
            _lease = isTooLate ? _lease : lease;
            Holder = holder;
        }

        if (isTooLate && lease is not null)
        {
            await lease.DisposeAsync().ConfigureAwait(false);
        }
    }
}
