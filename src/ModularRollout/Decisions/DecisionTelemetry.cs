using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ModularRollout.Decisions;

/// <summary>Shows a gate's decisions to whoever listens: traces, metrics, log records, recorders. Nothing it calls reaches the caller.</summary>
internal sealed class DecisionTelemetry : IDisposable, IAsyncDisposable
{
    private static readonly ActivitySource s_source = TelemetrySource.Activities;
    private static readonly EventId s_event = new(1000, DecisionNames.Event);

    private readonly ActivitySource _source = s_source;
    private readonly bool _isTraced;
    private readonly bool _isLogged;
    private readonly bool _isPushed;
    private readonly DecisionSignal _signal;
    private readonly ContextIdMode _contextId;
    private readonly byte[]? _secret;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SafeLogger _safeLogger;
    private readonly DecisionTagCache _tags;
    private readonly UndefinedFlags _undefined;
    private readonly LogPace _pace;
    private readonly GateMeter _meter;
    private long _listenerFailures;

    public DecisionTelemetry(
        FeatureGate gate, DecisionTelemetryOptions options, TimeProvider clock, ILogger? logger = null, Func<FeatureGate, long>? state = null)
    {
        _logger = logger ?? NullLogger.Instance;
        _safeLogger = new SafeLogger(_logger);
        _clock = clock;
        _signal = options.Signal;
        _contextId = options.ContextId;
        _secret = (byte[]?)options.Secret?.Clone();
        _tags = new DecisionTagCache(options);
        _undefined = new UndefinedFlags(_safeLogger);
        _pace = new LogPace(clock);
        Journal = options.Journal.Recorders.Count == 0 ? null : new DecisionJournal(options.Journal, _secret, clock, _safeLogger);
        _isTraced = _signal is DecisionSignal.Event or DecisionSignal.Activity;
        _isLogged = _signal == DecisionSignal.LogRecord && logger is not null;
        _isPushed = _isLogged || Journal is not null;
        _meter = new GateMeter(gate, options.SetId, state);
    }

    /// <summary>Gets where activities come from: nobody watches traces while it has no listener.</summary>
    public ActivitySource Source => _source;

    /// <summary>Gets whether every decision is shown, listener or not: as a log record, or to a recorder.</summary>
    public bool IsPushed => _isPushed;

    /// <summary>Gets whether anybody watches.</summary>
    public bool IsObserved => _isPushed || (_source.HasListeners() && _isTraced);

    /// <summary>Gets the journal, where there are recorders.</summary>
    public DecisionJournal? Journal { get; }

    /// <summary>Gets the gate's meter.</summary>
    public Meter Meter => _meter.Meter;

    /// <summary>Gets how often a listener threw.</summary>
    public long ListenerFailures => Volatile.Read(ref _listenerFailures);

    public void Observe(in Decision decision, in EvaluationContext context)
    {
        Activity? current = Activity.Current;
        try
        {
            Journal?.Add(decision, context);
            Show(decision, context, current);
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
        finally
        {
            // A listener that threw may have left an activity of ours behind.
            if (!ReferenceEquals(Activity.Current, current))
            {
                Activity.Current = current;
            }
        }
    }

    /// <summary>Notes a name that is not defined.</summary>
    public void Undefined(FeatureSnapshot snapshot, string flag) => _undefined.Log(snapshot, flag);

    public void Dispose()
    {
        Journal?.Dispose();
        _meter.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (Journal is not null)
        {
            await Journal.DisposeAsync().ConfigureAwait(false);
        }

        _meter.Dispose();
    }

    private void Show(in Decision decision, in EvaluationContext context, Activity? current)
    {
        if (_isTraced && s_source.HasListeners())
        {
            if (_signal == DecisionSignal.Event && current is not null)
            {
                ShowEvent(decision, context, current);
            }
            else
            {
                ShowActivity(decision, context);
            }
        }
        else if (_isLogged && _logger.IsEnabled(LogLevel.Information))
        {
            _logger.Log(LogLevel.Information, s_event, TagsOf(decision, context), null, static (tags, _) => tags.ToString());
        }
    }

    private void ShowEvent(in Decision decision, in EvaluationContext context, Activity current)
    {
        if (current.IsAllDataRequested)
        {
            current.AddEvent(new ActivityEvent(DecisionNames.Event, _clock.GetUtcNow(), TagsOf(decision, context).Collection));
        }
    }

    private void ShowActivity(in Decision decision, in EvaluationContext context)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        using Activity? activity = s_source.StartActivity(
            DecisionNames.Event, ActivityKind.Internal, default(ActivityContext), TagsOf(decision, context), startTime: now);
        if (activity is not null)
        {
            if (decision.Error != DecisionError.None)
            {
                activity.SetStatus(ActivityStatusCode.Error, DecisionNames.Explain(decision.Error));
            }

            activity.SetEndTime(now.UtcDateTime);
        }
    }

    private DecisionTags TagsOf(in Decision decision, in EvaluationContext context)
    {
        DecisionTags tags = _tags.For(decision);
        return _contextId == ContextIdMode.None || !context.HasKey
            ? tags
            : tags.With(_contextId == ContextIdMode.Raw ? context.Key! : SubjectHash.Hmac(_secret!, context.Key!));
    }

    private void Failed(Exception exception)
    {
        long failures = Interlocked.Increment(ref _listenerFailures);
        if (_pace.IsDue())
        {
            Log.ListenerFailed(_safeLogger, exception, failures);
        }
    }
}
