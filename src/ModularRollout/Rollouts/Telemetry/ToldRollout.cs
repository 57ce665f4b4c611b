using Microsoft.Extensions.Logging;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>What was told of one rollout, so that the same is not told at every look.</summary>
internal sealed class ToldRollout
{
    private readonly ILogger _logger;
    private readonly LogPace _pace;
    private readonly HashSet<string> _breached = new(StringComparer.Ordinal);
    private string _waits = "";
    private string _trouble = "";
    private long _lost;

    public ToldRollout(ILogger logger, TimeProvider clock)
    {
        _logger = logger;
        _pace = new LogPace(clock);
    }

    public void Watch(RolloutProgress progress)
    {
        WatchTrouble(progress);
        WatchGuards(progress);
        WatchLosses(progress);
        WatchWaits(progress);
    }

    /// <summary>Logs what the rollout waits for when it waits for something else than before; figures do not count.</summary>
    private void WatchWaits(RolloutProgress progress)
    {
        bool isUntouched = progress.Status == RolloutStatus.Draft && progress.Plan.Start == PlanStart.Manual;
        string waits = isUntouched || progress.Damage is not null ? "" : SentenceShape.Of(progress.Waits);
        if (waits != _waits && waits.Length > 0)
        {
            Log.Waits(_logger, progress.Flag, progress.Status, progress.Stage?.Name, string.Join(' ', progress.Waits));
        }

        _waits = waits;
    }

    private void WatchTrouble(RolloutProgress progress)
    {
        string trouble = progress.Damage is { } damage ? SentenceShape.Of([damage]) : "";
        if (trouble != _trouble && progress.Damage is { } sentence)
        {
            Log.InTrouble(_logger, progress.Flag, sentence);
        }
        else if (trouble != _trouble)
        {
            Log.OutOfTrouble(_logger, progress.Flag);
        }

        _trouble = trouble;
    }

    private void WatchGuards(RolloutProgress progress)
    {
        foreach (GuardReading reading in progress.Readings)
        {
            if (reading.Verdict != GuardVerdict.Breach)
            {
                _breached.Remove(reading.Guard);
            }
            else if (_breached.Add(reading.Guard))
            {
                string dryRun = IsDryRun(progress.Plan, reading.Guard) ? " (dry run)" : "";
                Log.Breached(_logger, progress.Flag, reading.Guard, dryRun, reading.Sentence);
            }
        }
    }

    private void WatchLosses(RolloutProgress progress)
    {
        long lost = progress.LateOutcomes + progress.DroppedOutcomes;
        if (lost < _lost)
        {
            _lost = 0;
        }

        if (lost > _lost && _pace.IsDue())
        {
            _lost = lost;
            Log.LostOutcomes(_logger, progress.Flag, progress.LateOutcomes, progress.DroppedOutcomes);
        }
    }

    private static bool IsDryRun(RolloutPlan plan, string guard)
    {
        foreach (RolloutGuard known in plan.Guards)
        {
            if (known.Name == guard)
            {
                return known.IsDryRun;
            }
        }

        return false;
    }
}
