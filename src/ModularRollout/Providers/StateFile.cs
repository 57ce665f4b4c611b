using Microsoft.Extensions.Logging;

namespace ModularRollout.Providers;

/// <summary>Keeps a file equal to a state in memory: one write at a time, tried again until it succeeds.</summary>
internal sealed class StateFile : IDisposable
{
    private readonly string _path;
    private readonly Func<byte[]> _content;
    private readonly TimeProvider _clock;
    private readonly RetryPace _pace;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private int _requests;
    private int _isRetrying;
    private string? _error;

    public StateFile(string path, Func<byte[]> content, FeatureGateOptions options, ILogger logger)
    {
        _path = path;
        _content = content;
        _clock = options.TimeProvider;
        _pace = new RetryPace(options.RetryMin, options.RetryMax, options.Jitter);
        _logger = logger;
    }

    /// <summary>Gets why the file is not what it should be; <see langword="null"/> when it is.</summary>
    public string? Error => Volatile.Read(ref _error);

    /// <summary>Asks for the state to be written soon; many requests may become one write.</summary>
    public void Request()
    {
        if (Interlocked.Exchange(ref _requests, 1) == 0)
        {
            _ = Task.Run(SaveAsync);
        }
    }

    /// <summary>Writes the state as it is when its turn comes.</summary>
    /// <returns>Whether it is on disk; if not, it will be tried again.</returns>
    public async Task<bool> SaveAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            Volatile.Write(ref _requests, 0);
            await Task.Run(() => AtomicFile.Write(_path, _content())).ConfigureAwait(false);
            Volatile.Write(ref _error, null);
            return true;
        }
        catch (Exception exception)
        {
            Fail(exception);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes a state that is to take effect only once it is on disk.</summary>
    /// <param name="content">The state to be.</param>
    /// <param name="written">Puts it in effect.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    /// <exception cref="IOException">It could not be written: nothing has changed.</exception>
    public async Task ReplaceAsync(Func<byte[]> content, Action written, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(() => AtomicFile.Write(_path, content()), CancellationToken.None).ConfigureAwait(false);
            Volatile.Write(ref _error, null);
            written();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or NotSupportedException)
        {
            throw new IOException(exception.Message, exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends trying again, and waits for nothing.</summary>
    public void Dispose() => _stop.Cancel();

    private void Fail(Exception exception)
    {
        string error = $"'{_path}' could not be written: {exception.Message}";
        if (Error != error)
        {
            Log.StateFileFailed(_logger, exception, _path, error);
        }

        Volatile.Write(ref _error, error);
        if (Interlocked.Exchange(ref _isRetrying, 1) == 0)
        {
            _ = RetryAsync();
        }
    }

    private async Task RetryAsync()
    {
        while (Error is not null && !_stop.IsCancellationRequested)
        {
            await Task.Delay(_pace.AfterFailure(TimeSpan.Zero), _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Error is not null && !_stop.IsCancellationRequested)
            {
                _ = await SaveAsync().ConfigureAwait(false);
            }
        }

        _ = _pace.AfterNews();
        Volatile.Write(ref _isRetrying, 0);
        if (Error is not null && !_stop.IsCancellationRequested && Interlocked.Exchange(ref _isRetrying, 1) == 0)
        {
            _ = RetryAsync();
        }
    }
}
