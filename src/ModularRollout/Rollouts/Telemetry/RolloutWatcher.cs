using Microsoft.Extensions.Logging;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>Logs what is new since the last step, once for each change. Not thread-safe.</summary>
internal sealed class RolloutWatcher
{
    private readonly Dictionary<string, ToldRollout> _told = new(StringComparer.Ordinal);
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private bool _isControlling;
    private string? _holder;
    private bool _hasFailed;
    private RolloutStoreDamage? _damage;

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
        if (_isControlling && !state.IsControlling)
        {
            Log.LostControl(_logger);
        }
        else if (!_isControlling && state.IsControlling)
        {
            Log.Controls(_logger);
        }

        if (state.Holder is { } holder && holder != _holder)
        {
            Log.Follows(_logger, holder);
        }

        _isControlling = state.IsControlling;
        _holder = state.IsControlling ? null : state.Holder ?? _holder;
    }

    private void WatchStore(in ControllerState state)
    {
        if (_hasFailed && state.Error is null)
        {
            Log.StoreIsBack(_logger);
        }

        _hasFailed = state.Error is not null;
        WatchDamages(state.Damages);
    }

    /// <summary>Logs what was found since the damage that was told last; a store may forget the oldest ones.</summary>
    private void WatchDamages(IReadOnlyList<RolloutStoreDamage> damages)
    {
        int told = damages.Count - 1;
        while (told >= 0 && !IsTold(damages[told]))
        {
            told--;
        }

        for (int i = told + 1; i < damages.Count; i++)
        {
            Log.StoreDamaged(_logger, damages[i].Place, damages[i].Sentence);
            _damage = damages[i];
        }
    }

    private bool IsTold(RolloutStoreDamage damage) =>
        _damage is { } told && told.Place == damage.Place && told.Sentence == damage.Sentence && told.Found == damage.Found;
}
