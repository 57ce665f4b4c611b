using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Control;

/// <summary>Tells the listeners, each in order and in the background; what became of a notice is journalled.</summary>
internal sealed class RolloutNotifier : IDisposable
{
    private const int Tries = 3;

    private readonly List<(IRolloutListener Listener, Channel<Notice> Notices)> _listeners = [];
    private readonly Transitions _transitions;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();

    public RolloutNotifier(Transitions transitions, RolloutOptions options, TimeProvider clock, ILogger logger)
    {
        _transitions = transitions;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Begins to deliver; nothing is journalled before.</summary>
    public void Begin()
    {
        foreach (IRolloutListener listener in _options.Listeners)
        {
            var notices = Channel.CreateUnbounded<Notice>(new UnboundedChannelOptions { SingleReader = true });
            _listeners.Add((listener, notices));
            _ = Task.Run(() => DeliverAsync(listener, notices.Reader));
        }
    }

    /// <summary>Queues a notice of an entry that the journal holds.</summary>
    public void Tell(RolloutRun run, RolloutJournalEntry entry)
    {
        if (entry.Kind is RolloutEntryKind.Deliver)
        {
            return;
        }

        bool escalates = entry.Kind is RolloutEntryKind.Hold or RolloutEntryKind.RollBack or RolloutEntryKind.Refuse;
        IReadOnlyList<string> escalateTo = escalates ? run.Plan?.EscalateTo ?? [] : [];
        foreach ((_, Channel<Notice> notices) in _listeners)
        {
            _ = notices.Writer.TryWrite(new Notice(run, entry, escalateTo));
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach ((_, Channel<Notice> notices) in _listeners)
        {
            _ = notices.Writer.TryComplete();
        }
    }

    private async Task DeliverAsync(IRolloutListener listener, ChannelReader<Notice> notices)
    {
        await foreach (Notice notice in notices.ReadAllAsync().ConfigureAwait(false))
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            string? error = null;
            int tries = 0;
            while (tries < Tries && (tries == 0 || error is not null) && !_stop.IsCancellationRequested)
            {
                tries++;
                error = await TryAsync(listener, notice).ConfigureAwait(false);
            }

            await JournalAsync(listener, notice, tries, error).ConfigureAwait(false);
        }
    }

    private async Task<string?> TryAsync(IRolloutListener listener, Notice notice)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await Task.Run(() => listener.NotifyAsync(notice.Entry, notice.EscalateTo, cancel.Token).AsTask(), CancellationToken.None)
                .WaitAsync(_options.ListenerTimeout, _clock, _stop.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            Log.ListenerFailed(_logger, exception, listener.Name, notice.Run.Flag);
            return exception.Message;
        }
        finally
        {
            await cancel.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task JournalAsync(IRolloutListener listener, Notice notice, int tries, string? error)
    {
        string what = error is null ? "took" : "did not take";
        string text = string.Create(CultureInfo.InvariantCulture, $"Listener `{listener.Name}` {what} entry {notice.Entry.Sequence} ({notice.Entry.Kind}) after {tries} tries.");
        if (!_stop.IsCancellationRequested)
        {
            _ = await _transitions.NoteAsync(notice.Run, RolloutEntryKind.Deliver, "rollout", error is null ? text : $"{text} {error}", listener.Name, _options.LookEvery, _stop.Token).ConfigureAwait(false);
        }
    }

    private sealed record Notice(RolloutRun Run, RolloutJournalEntry Entry, IReadOnlyList<string> EscalateTo);
}
