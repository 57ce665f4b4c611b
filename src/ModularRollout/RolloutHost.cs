using ModularRollout.Decisions;
using ModularRollout.Rollouts.Control;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>What a gate does for its rollouts.</summary>
internal sealed class RolloutHost : IRolloutHost
{
    private readonly FeatureGate _gate;
    private readonly FeatureGateEngine _engine;

    public RolloutHost(FeatureGate gate, FeatureGateEngine engine)
    {
        _gate = gate;
        _engine = engine;
    }

    public FeatureSnapshot Current => _engine.Layers.Current;

    public void Expose(RolloutExposure[] exposures, LockedFlag[] locks) => _engine.Layers.Expose(exposures, locks);

    public void Drain() => _gate.Outcomes.Drain();

    public long DecisionsOf(string flag, string candidate)
    {
        long decisions = 0;
        foreach ((CounterSeries series, long count) in _gate.Counters.Read())
        {
            bool isGuarded = series.IsRandom || series.Variant == candidate;
            decisions += series.Reason == DecisionReason.Rollout && isGuarded && series.Flag == flag ? count : 0;
        }

        return decisions;
    }

    public IReadOnlyDictionary<string, long> Decisions()
    {
        var decisions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((CounterSeries series, long count) in _gate.Counters.Read())
        {
            if (series.Flag.Length > 0)
            {
                decisions[series.Flag] = decisions.GetValueOrDefault(series.Flag) + count;
            }
        }

        return decisions;
    }

    public ValueTask<FlagKillResult> TurnAsync(string flag, bool isKill, string actor, string reason, CancellationToken cancellationToken) => isKill
        ? _gate.KillAsync(flag, actor, reason, cancellationToken)
        : _gate.ReviveAsync(flag, actor, reason, cancellationToken);
}
