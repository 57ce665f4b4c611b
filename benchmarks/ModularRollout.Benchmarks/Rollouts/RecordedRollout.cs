using ModularRollout.Definitions;
using ModularRollout.Outcomes;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Snapshots;

namespace ModularRollout.Benchmarks.Rollouts;

/// <summary>A gate with an exposed rollout whose outcomes go where a controller's would, and are counted once more on their way.</summary>
internal sealed class RecordedRollout : IDisposable, IOutcomeReader
{
    private readonly HandPublishedGate _hand = new(Scenarios.Document.ToArray());
    private readonly AttemptCounts _counts;
    private long _taken;

    public RecordedRollout()
    {
        FlagDefinition definition = Gate.Current.Flags.Single(static flag => flag.Name == Scenarios.Rollout);
        _counts = new AttemptCounts(RolloutPlan.Of(definition)!, TimeProvider.System, "benchmark");
        _counts.OpenStretch(0, 0, RolloutExposures.Half, hasShare: true, isEverything: false);
        _hand.Publisher.Expose([RolloutExposures.Of(Scenarios.Rollout, RolloutExposures.Half, Gate.Outcomes.Open(this, 0))]);
        _hand.PutInForce(_hand.Publisher.Current);
    }

    public FeatureGate Gate => _hand.Gate;

    public FlagKey<bool> Key { get; } = new(Scenarios.Rollout, false);

    public string[] CustomEvents => _counts.CustomEvents;

    public SubjectValues? Values => _counts.Values;

    public TimeSpan Patience => _counts.Patience;

    /// <summary>Lets the counters take what was recorded.</summary>
    /// <returns>The number of outcomes since this was last asked; what was lost is none of them.</returns>
    public long TakeOutcomes()
    {
        Gate.Outcomes.Drain();
        return Interlocked.Exchange(ref _taken, 0);
    }

    public void Read(int stretch, ReadOnlySpan<OutcomeRecord> records)
    {
        Interlocked.Add(ref _taken, records.Length);
        _counts.Read(stretch, records);
    }

    public void Lose(int stretch, long dropped, long unmeasured) => _counts.Lose(stretch, dropped, unmeasured);

    public void Settle(long timestamp) => _counts.Settle(timestamp);

    public void Dispose() => _hand.Dispose();
}
