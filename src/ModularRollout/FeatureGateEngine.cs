using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModularRollout.Decisions;
using ModularRollout.Definitions;
using ModularRollout.Providers;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>What a gate does besides deciding: starts, asks its providers, publishes, keeps state files, stops.</summary>
internal sealed class FeatureGateEngine : IAsyncDisposable
{
    /// <summary>How long stopping waits for calls to providers that ignore cancellation, and for files.</summary>
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(2);

    private readonly object _lock = new();
    private readonly FeatureGateOptions _options;
    private readonly LayerStack _layers;
    private readonly LayerWorker[] _workers;
    private readonly StateFile? _goodFile;
    private readonly ILogger _logger;
    private readonly StepSignal _stepped = new();
    private readonly CancellationTokenSource _stop = new();
    private Task[]? _loops;
    private string? _restoreError;
    private IReadOnlyList<DefinitionDiagnostic> _logged = [];

    public FeatureGateEngine(
        FlagDirectory directory, SnapshotPublisher publisher, IReadOnlyList<IFlagProvider> providers, FeatureGateOptions options, Action<List<FlagChange>> published)
    {
        _options = options;
        _logger = options.LoggerFactory is { } factory ? new SafeLogger(factory.CreateLogger("ModularRollout")) : NullLogger.Instance;
        string[] names = ProviderNames.Of(providers);
        _layers = new LayerStack(publisher, names, Read, changes =>
        {
            published(changes);
            Published(publisher.Current, changes.Count);
        });
        Kills = new KillSwitches(directory, _layers, options, _logger);
        _goodFile = options.LastKnownGoodFile is { } path ? new StateFile(path, GoodDocuments, options, _logger) : null;
        _workers = new LayerWorker[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            int layer = i;
            _workers[i] = new LayerWorker(providers[i], names[i], options, payload => Offer(layer, payload), _stepped.Pulse, _logger);
        }
    }

    public KillSwitches Kills { get; }

    public LayerStack Layers => _layers;

    public ILogger Logger => _logger;

    public bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>Starts the loops and waits for the first snapshot.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsStopped, typeof(FeatureGate));
        if (TryLoadKills())
        {
            StartLoops();
            await WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_layers.Current.Version > 0 || TryRestore() || _options.OnStartTimeout == StartTimeoutAction.ServeFallbacks)
            {
                return;
            }

            throw StartFailure.Of(_layers, _workers, _restoreError);
        }
    }

    /// <summary>Stops the loops; what is in force stays in force.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _layers.Close();
        Kills.Dispose();
        _goodFile?.Dispose();
        Task calls = Task.WhenAll([_goodFile?.Pending ?? Task.CompletedTask, .. Array.ConvertAll(_workers, static worker => worker.Fetch)]);

        // A real clock: this bounds how long code that ignores cancellation is waited for, whatever clock the gate lives by.
        await calls.WaitAsync(s_stopTimeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Says how the gate is doing.</summary>
    /// <param name="troubles">What else is wrong, in sentences.</param>
    public FeatureGateStatus Status(IReadOnlyList<string> troubles) =>
        StatusReport.Make(_layers, _workers, _loops is not null, Kills, [_restoreError, _goodFile?.Error, .. troubles]);

    private bool TryLoadKills()
    {
        try
        {
            Kills.Load();
            return true;
        }
        catch (InvalidDataException) when (_options.OnStartTimeout == StartTimeoutAction.ServeFallbacks)
        {
            // Fallbacks are the safe values; what was killed must not come back because a file is damaged.
            return false;
        }
    }

    private void StartLoops()
    {
        lock (_lock)
        {
            if (_loops is null)
            {
                _ = _workers.Length == 0 && _layers.Current.Version == 0 && _layers.TryPublish();
                _loops = Array.ConvertAll(_workers, worker => Task.Run(() => worker.RunAsync(_stop.Token)));
            }
        }
    }

    /// <summary>Waits until there is a snapshot, or no provider is silent, or time is up.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        Task timeout = Task.Delay(_options.StartTimeout, _options.TimeProvider, cancel.Token);
        while (true)
        {
            Task step = _stepped.Next;
            if (_layers.Current.Version > 0 || _layers.HaveAllDelivered)
            {
                break;
            }

            if (await Task.WhenAny(step, timeout).ConfigureAwait(false) == timeout)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(IsStopped, typeof(FeatureGate));
                break;
            }
        }

        await cancel.CancelAsync().ConfigureAwait(false);
    }

    private LayerAnswer Offer(int layer, in FlagPayload payload)
    {
        LayerAnswer answer = _layers.Offer(layer, payload, out IReadOnlyList<DefinitionDiagnostic> diagnostics);
        foreach (DefinitionDiagnostic diagnostic in diagnostics)
        {
            if (diagnostic.Severity == DiagnosticSeverity.Error)
            {
                Log.Refused(_logger, diagnostic);
            }
            else
            {
                Log.Warned(_logger, diagnostic);
            }
        }

        return answer;
    }

    private DefinitionReadOptions Read(string layer) => new()
    {
        Limits = _options.Limits,
        Strict = _options.StrictGovernance,
        Today = DateOnly.FromDateTime(_options.TimeProvider.GetUtcNow().UtcDateTime),
        Source = layer,
    };

    private void Published(FeatureSnapshot snapshot, int changes)
    {
        Log.Published(_logger, snapshot.Version, changes);
        LogOf(_layers.LockDiagnostics);
        _goodFile?.Request();
    }

    /// <summary>Logs what is wrong with what rollouts have locked, once. Called within the lock of the layers.</summary>
    private void LogOf(IReadOnlyList<DefinitionDiagnostic> found)
    {
        foreach (DefinitionDiagnostic diagnostic in ReferenceEquals(found, _logged) ? [] : found)
        {
            Log.Warned(_logger, diagnostic);
        }

        _logged = found;
    }

    private byte[] GoodDocuments() =>
        LastKnownGoodFile.Write(Array.ConvertAll(_layers.InForce(), static layer => new NamedPayload(layer.Name, new FlagPayload(layer.Version, layer.Document.Bytes))));

    private bool TryRestore()
    {
        if (_options.LastKnownGoodFile is not { } path)
        {
            return false;
        }

        try
        {
            List<NamedPayload> documents = LastKnownGoodFile.Read(File.ReadAllBytes(path));
            var copies = new FlagPayload?[_layers.Layers.Count];
            for (int i = 0; i < copies.Length; i++)
            {
                int found = documents.FindIndex(document => document.Name == _layers.Layers[i].Name);
                copies[i] = found < 0 ? null : documents[found].Payload;
            }

            bool isRestored = _layers.Restore(copies);
            if (isRestored)
            {
                Log.Restored(_logger, path);
            }

            return isRestored;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _restoreError = $"Last known good file '{path}' cannot be read: {exception.Message}";
            Log.StateFileFailed(_logger, exception, path, _restoreError);
            return false;
        }
    }
}
