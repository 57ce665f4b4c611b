using Microsoft.Extensions.Logging;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>Logs what is new since the last step, once for each change. Not thread-safe.</summary>
internal sealed class RolloutWatcher
{
    private readonly Dictionary<string, ToldRollout> _told = new(StringComparer.Ordinal);
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private bool? _isControlling;
    private string? _holder;
    private bool _hasFailed;
    private int _damages;

    public RolloutWatcher(ILogger logger, TimeProvider clock)
    {
        _logger = logger;
        _clock = clock;
    }

    public void Watch(IReadOnlyList<RolloutProgress> all, in ControllerState state)
    {
        WatchLease(state);
        WatchStore(state);
        foreach (RolloutProgress progress in all)
        {
            if (!_told.TryGetValue(progress.Flag, out ToldRollout? told))
            {
                told = new ToldRollout(_logger, _clock);
                _told.Add(progress.Flag, told);
            }

            told.Watch(progress);
        }
    }

    private void WatchLease(in ControllerState state)
    {
        (bool isControlling, string? holder) = (state.IsControlling, state.Holder);
        if (isControlling && _isControlling != true)
        {
            Log.Controls(_logger);
        }
        else if (!isControlling && holder is not null && holder != _holder)
        {
            Log.Follows(_logger, holder);
        }
        else if (!isControlling && _isControlling == true)
        {
            Log.LostControl(_logger);
        }

        (_isControlling, _holder) = (isControlling, holder);
    }

    private void WatchStore(in ControllerState state)
    {
        if (_hasFailed && state.Error is null)
        {
            Log.StoreIsBack(_logger);
        }

        _hasFailed = state.Error is not null;
        for (; _damages < state.Damages.Count; _damages++)
        {
            Stores.RolloutStoreDamage damage = state.Damages[_damages];
            Log.StoreDamaged(_logger, damage.Place, damage.Sentence);
        }
    }
}
