using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>A listener that remembers what it was told, and does what it is told to do then.</summary>
internal sealed class ListeningListener(Func<RolloutJournalEntry, Task>? then = null) : IRolloutListener
{
    private readonly object _lock = new();
    private readonly List<RolloutJournalEntry> _entries = [];
    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "listening";

    public IReadOnlyList<RolloutJournalEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    public async ValueTask NotifyAsync(RolloutJournalEntry entry, IReadOnlyList<string> escalateTo, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _entries.Add(entry);
            _told.TrySetResult();
            _told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await (then?.Invoke(entry) ?? Task.CompletedTask);
    }

    /// <summary>Awaits that it has been told so often.</summary>
    public async Task ToldAsync(int times)
    {
        while (true)
        {
            Task told;
            lock (_lock)
            {
                if (_entries.Count >= times)
                {
                    return;
                }

                told = _told.Task;
            }

            await told;
        }
    }
}
