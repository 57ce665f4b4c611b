using System.Collections.Concurrent;
using ModularRollout;
using Spectre.Console;

namespace QuickStart;

/// <summary>Shows what changes while the file is edited.</summary>
internal static class Watcher
{
    public static async Task RunAsync(FeatureGate gate, CancellationToken stop)
    {
        var changes = new ConcurrentQueue<FlagsChangedEventArgs>();
        gate.Changed += (_, change) => changes.Enqueue(change);
        Report.Line("Watching. Edit the file and save it; Ctrl+C ends.", Color.Grey);

        string? problem = null;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(stop))
        {
            while (changes.TryDequeue(out FlagsChangedEventArgs? change))
            {
                Show(change);
            }

            FeatureGateStatus status = gate.Status;
            if (status.LastError != problem)
            {
                problem = status.LastError;
                Show(status);
            }
        }
    }

    private static void Show(FlagsChangedEventArgs change)
    {
        string flags = string.Join(", ", change.Changes.Select(static flag => $"{flag.Flag} ({flag.Kind})"));
        Report.Line($"Snapshot {change.Snapshot.Version} is in force: {(flags.Length == 0 ? "no flag changed" : flags)}", Color.Green);
        Report.Decisions(change.Snapshot, change.Changes.Where(static flag => flag.Kind != FlagChangeKind.Removed).Select(static flag => flag.Flag));
    }

    private static void Show(FeatureGateStatus status)
    {
        if (status.LastError is null)
        {
            Report.Line("The file is good again.", Color.Green);
            return;
        }

        Report.Problems(status.Layers.SelectMany(static layer => layer.Diagnostics));
        Report.Line($"{status.LastError} Snapshot {status.SnapshotVersion} goes on deciding.", Color.Yellow);
    }
}
