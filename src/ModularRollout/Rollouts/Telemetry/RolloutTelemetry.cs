using Microsoft.Extensions.Logging;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>Shows what becomes of rollouts, after the fact: activities and log records for transitions and refusals, log records for what is seen at looks.</summary>
internal sealed class RolloutTelemetry
{
    /// <summary>How long the end of a gate waits for listeners and loggers.</summary>
    private static readonly TimeSpan s_flushTimeout = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly string? _setId;
    private readonly ShowQueue _queue;
    private readonly RolloutWatcher _watcher;

    /// <param name="logger">Where to log.</param>
    /// <param name="clock">The gate's clock.</param>
    /// <param name="setId">What tells the gate from others; <see langword="null"/> for nothing.</param>
    public RolloutTelemetry(ILogger logger, TimeProvider clock, string? setId)
    {
        _logger = logger;
        _clock = clock;
        _setId = setId;
        var pace = new LogPace(clock);
        _queue = new ShowQueue((exception, failures) =>
        {
            if (pace.IsDue())
            {
                Log.TelemetryListenerFailed(logger, exception, failures);
            }
        });
        _watcher = new RolloutWatcher(logger, clock);
    }

    public string? SetId => _setId;

    /// <summary>Gets a task that completes when everything up to now has been shown.</summary>
    public Task Shown => _queue.Shown;

    /// <summary>Shows a transition that lowers exposure, when it is in effect: the journal may hold it much later.</summary>
    public void Lowered(RolloutRun run, RolloutEntryDraft draft) => Show(new RolloutTransitionNotice(run.Plan, draft));

    /// <summary>Shows what the journal holds now, but for what is shown elsewhere or changes nothing.</summary>
    public void Appended(RolloutRun run, RolloutJournalEntry entry)
    {
        bool isShown = entry.Kind is RolloutEntryKind.Hold or RolloutEntryKind.RollBack or RolloutEntryKind.Abort or RolloutEntryKind.Expire
            or RolloutEntryKind.Refuse or RolloutEntryKind.Deliver or RolloutEntryKind.Report or RolloutEntryKind.Drill or RolloutEntryKind.Edit;
        if (!isShown)
        {
            Show(new RolloutTransitionNotice(run.Plan, entry));
        }
    }

    public void Refused(string flag, RolloutCommand command, string sentence)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        _queue.Post(() => Log.Refused(_logger, flag, command.Kind, command.Actor, sentence));
        _queue.Post(() => RolloutActivities.Show(flag, command, sentence, now, _setId));
    }

    /// <summary>Compares what a step left with what was told before, and tells what is new.</summary>
    public void Watch(Func<(IReadOnlyList<RolloutProgress> All, ControllerState State)> look) => _queue.Post(() =>
    {
        (IReadOnlyList<RolloutProgress> all, ControllerState state) = look();
        _watcher.Watch(all, state);
    });

    /// <summary>Waits until everything has been shown, but not long.</summary>
    public Task FlushAsync() => _queue.Shown.WaitAsync(s_flushTimeout, TimeProvider.System);

    private void Show(RolloutTransitionNotice notice)
    {
        LogLevel level = notice.Kind is RolloutEntryKind.Hold or RolloutEntryKind.RollBack or RolloutEntryKind.Abort or RolloutEntryKind.Expire or RolloutEntryKind.Kill
            ? LogLevel.Warning
            : LogLevel.Information;
        _queue.Post(() => Log.Transition(_logger, level, notice.Flag, notice.Attempt, notice.Kind, notice.Actor, notice.From.Status, notice.To.Status, notice.ToStage, notice.Reason));
        _queue.Post(() => RolloutActivities.Show(notice, _setId));
    }
}
