using Microsoft.Extensions.Logging;

namespace ModularRollout.Providers;

/// <summary>Asks one provider in a loop and hands on what it delivers. The provider may throw, hang, block, babble, or ignore cancellation.</summary>
internal sealed class LayerWorker
{
    /// <summary>After how many times <see cref="FeatureGateOptions.FreshWithin"/> of silence a provider is stale.</summary>
    public const int StaleFactor = 3;

    private readonly IFlagProvider _provider;
    private readonly string _name;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly RetryPace _pace;
    private readonly Func<FlagPayload, LayerAnswer> _offer;
    private readonly Action _stepped;
    private readonly ILogger _logger;
    private LayerProgress _progress;
    private string? _known;

    /// <summary>What is wrong with the document that was delivered last; nothing but another document ends it.</summary>
    private string? _documentError;
    private Task _fetch = Task.CompletedTask;

    /// <summary>Creates a worker.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="name">The provider's name, read once.</param>
    /// <param name="options">Times and the clock.</param>
    /// <param name="offer">Takes a document.</param>
    /// <param name="stepped">Called after each answer.</param>
    /// <param name="logger">Where failures go.</param>
    public LayerWorker(
        IFlagProvider provider, string name, FeatureGateOptions options, Func<FlagPayload, LayerAnswer> offer, Action stepped, ILogger logger)
    {
        _provider = provider;
        _name = name;
        _clock = options.TimeProvider;
        _patience = options.FreshWithin * StaleFactor;
        _pace = new RetryPace(options.RetryMin, options.RetryMax, options.Jitter);
        _offer = offer;
        _stepped = stepped;
        _logger = logger;
        _progress = new LayerProgress(null, null, null, _clock.GetTimestamp());
    }

    public LayerProgress Progress => Volatile.Read(ref _progress);

    public bool IsStale => _clock.GetElapsedTime(Progress.LastSign) > _patience;

    /// <summary>Gets the call that is under way; it may outlive the loop where the provider ignores cancellation.</summary>
    public Task Fetch => Volatile.Read(ref _fetch);

    /// <summary>Asks until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Volatile.Write(ref _progress, Progress with { LastSign = _clock.GetTimestamp() });
        while (!stop.IsCancellationRequested)
        {
            TimeSpan pause = await StepAsync(stop).ConfigureAwait(false);
            if (pause > TimeSpan.Zero && !stop.IsCancellationRequested)
            {
                await Task.Delay(pause, _clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<TimeSpan> StepAsync(CancellationToken stop)
    {
        long started = _clock.GetTimestamp();
        try
        {
            FlagPayload payload = await FetchAsync(stop).ConfigureAwait(false);
            return Take(payload, _clock.GetElapsedTime(started));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception exception)
        {
            return Fail(exception, Describe(exception), _clock.GetElapsedTime(started));
        }
    }

    private async Task<FlagPayload> FetchAsync(CancellationToken stop)
    {
        var patience = new CancellationTokenSource(_patience, _clock);
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        CancellationToken token = cancel.Token;

        // On the pool, because a provider may block before it returns a task.
        Task<FlagPayload> fetch = Task.Run(() => _provider.FetchAsync(_known, token).AsTask(), CancellationToken.None);
        Volatile.Write(ref _fetch, fetch);
        try
        {
            return await fetch.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"It gave no answer within {_patience} and was cancelled.");
        }
        finally
        {
            Release(fetch, patience, cancel);
        }
    }

    private TimeSpan Take(in FlagPayload payload, TimeSpan took)
    {
        if (payload.IsUnchanged && _known is null)
        {
            return Fail(null, "It says that nothing has changed, but has delivered nothing yet.", took);
        }

        if (payload.IsUnchanged)
        {
            Note();
            return _pace.AfterNothing(took);
        }

        LayerAnswer answer = _offer(payload);
        _known = payload.Version;
        _documentError = answer switch
        {
            LayerAnswer.Refused => $"Version '{payload.Version}' of the document was refused; see the diagnostics.",
            LayerAnswer.Contradicted => $"Version '{payload.Version}' came again with other content, which is ignored; a version must name one content.",
            _ => null,
        };
        Note();
        return answer == LayerAnswer.Accepted ? _pace.AfterNews() : _pace.AfterNothing(took);
    }

    private TimeSpan Fail(Exception? exception, string error, TimeSpan took)
    {
        if (Progress.LastError != error)
        {
            Log.ProviderFailed(_logger, exception, _name, error);
        }

        Volatile.Write(ref _progress, Progress with { LastFetch = _clock.GetUtcNow(), LastError = error });
        _stepped();
        return _pace.AfterFailure(took);
    }

    private void Note()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        DateTimeOffset? success = _documentError is null ? now : Progress.LastSuccess;
        Volatile.Write(ref _progress, new LayerProgress(now, success, _documentError, _clock.GetTimestamp()));
        _stepped();
    }

    private static string Describe(Exception exception) => $"{exception.GetType().Name}: {exception.Message}";

    /// <summary>Releases what a call uses when it really ends: an abandoned one must still hear that it is cancelled, and its exception is nobody's.</summary>
    private static void Release(Task fetch, CancellationTokenSource patience, CancellationTokenSource cancel) => _ = fetch.ContinueWith(
        task =>
        {
            _ = task.Exception;
            cancel.Dispose();
            patience.Dispose();
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
