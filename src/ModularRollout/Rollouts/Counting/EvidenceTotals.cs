using ModularRollout.Rollouts.Counting.Impact;
using ModularRollout.Rollouts.Counting.Slots;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Reports;

namespace ModularRollout.Rollouts.Counting;

/// <summary>The evidence of one attempt at one look: settled, and merged over all instances that are known. Immutable.</summary>
internal sealed class EvidenceTotals
{
    private readonly EventTable _events;
    private readonly StretchTally?[] _tallies = new StretchTally?[StretchTable.Most];
    private readonly int[] _stages = new int[StretchTable.Most];
    private readonly StretchCell[][] _cells;
    private readonly StretchCell[][] _epochCells;
    private readonly StageTotals[] _totals = new StageTotals[EvidenceState.MostStages];
    private readonly Dictionary<(int Stage, DecisionArm Arm), LatencyHistogram> _durations = [];
    private readonly ImpactTally _impact = new();
    private readonly bool[] _hasThresholds;

    public EvidenceTotals(EvidenceState state, PendingSlots pending)
    {
        _events = state.Events;
        Version = state.Version;
        Epoch = state.Epoch;
        Stretch = state.Stretches.Last;
        Stage = state.Stretches.Stage;
        _hasThresholds = Array.ConvertAll(state.Thresholds, static thresholds => thresholds is not null);
        _cells = Array.ConvertAll(state.Labels, static labels => labels?.Cells.ToArray() ?? []);
        _epochCells = Array.ConvertAll(state.EpochLabels, static labels => labels?.Cells.ToArray() ?? []);
        Samples = Divisions(state);
        Unsettled = pending.AllOutcomes;
        SumTallies(state);
        for (int stage = 0; stage < EvidenceState.MostStages; stage++)
        {
            _totals[stage] = Sum(state, stage);
        }

        SumInstances(state);
    }

    /// <summary>Gets a number that grows whenever settled evidence does.</summary>
    public long Version { get; }

    /// <summary>Gets the epoch since completion, 0-based.</summary>
    public int Epoch { get; }

    /// <summary>Gets the last stretch that was opened; -1 before the first.</summary>
    public int Stretch { get; }

    /// <summary>Gets its stage; -1 before the first.</summary>
    public int Stage { get; }

    /// <summary>Gets this instance's outcomes that have not settled.</summary>
    public long Unsettled { get; }

    /// <summary>Gets how the first subjects of each stretch with two arms are divided.</summary>
    public IReadOnlyList<SampleDivision> Samples { get; }

    /// <summary>Gets what happened in a stage.</summary>
    public StageTotals Of(int stage) => _totals[stage];

    /// <summary>Gets how long the baseline takes in a stage.</summary>
    public BaselineLatency Latency(int stage) => Durations(stage, DecisionArm.Baseline) is { } sum
        ? new BaselineLatency(sum.Total, sum.Quantile(.5), sum.Quantile(.9), sum.Quantile(.99))
        : default;

    /// <summary>Gets how long an arm, or the rings, took in a stage; <see langword="null"/> where there were no outcomes. Not to be changed.</summary>
    public LatencyHistogram? Durations(int stage, DecisionArm arm) => _durations.GetValueOrDefault((stage, arm));

    /// <summary>Gets the settled outcomes of a stage by the values of some attributes.</summary>
    public IReadOnlyList<AttributeImpact> Impact(int stage, IReadOnlyList<string> attributes) => ImpactTotals.Of(_impact, stage, attributes);

    /// <summary>Gets whether the thresholds of <c>slow</c> are frozen for a stage.</summary>
    public bool HasLatencyThresholds(int stage) => _hasThresholds[stage];

    /// <summary>Gets the labels that a comparison compares: one array, or three for <c>slow</c>.</summary>
    /// <param name="guard">The guard's place in the plan.</param>
    /// <param name="sinceStretch">The stretch since which its labels count; the labels before only say who had been labelled.</param>
    public LabelCell[][] Cells(int guard, int sinceStretch) => Cells(_cells, guard, sinceStretch);

    /// <summary>Gets the labels since completion that a comparison compares, each subject's once an epoch: one array, or three for <c>slow</c>.</summary>
    /// <param name="guard">The guard's place in the plan.</param>
    /// <param name="sinceStretch">The stretch since which its labels count.</param>
    public LabelCell[][] EpochCells(int guard, int sinceStretch) => Cells(_epochCells, guard, sinceStretch);

    /// <summary>Gets what a budget has used of what the rollout served, rings included: one count, or three for <c>slow</c>.</summary>
    /// <param name="guard">The guard's place in the plan.</param>
    /// <param name="sinceStretch">The stretch since which it counts.</param>
    public BudgetCount[] Budget(int guard, int sinceStretch)
    {
        ReadOnlySpan<int> bits = _events.BitsOfGuard(guard);
        var counts = new BudgetCount[bits.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            (long events, long outcomes) = (0, 0);
            for (int stretch = Math.Max(0, sinceStretch); stretch < _tallies.Length; stretch++)
            {
                BudgetCount count = _tallies[stretch]?.Served(bits[i], _events.IsPerSubject(guard)) ?? default;
                (events, outcomes) = (events + count.Events, outcomes + count.Outcomes);
            }

            // A custom event is no outcome: there may be more of them.
            counts[i] = new BudgetCount(Math.Min(events, outcomes), outcomes);
        }

        return counts;
    }

    /// <summary>Gets how often a guard's events happened in a stage: one count, or three for <c>slow</c>.</summary>
    public EventTotals[] Events(int guard, int stage)
    {
        ReadOnlySpan<int> bits = _events.BitsOfGuard(guard);
        var totals = new EventTotals[bits.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            for (int stretch = 0; stretch < _tallies.Length; stretch++)
            {
                if (_tallies[stretch] is { } tally && _stages[stretch] == stage)
                {
                    totals[i] = new EventTotals(
                        totals[i].Candidate + tally.Events(DecisionArm.Candidate, bits[i]),
                        totals[i].Baseline + tally.Events(DecisionArm.Baseline, bits[i]),
                        totals[i].Ring + tally.Events(DecisionArm.None, bits[i]));
                }
            }
        }

        return totals;
    }

    private LabelCell[][] Cells(StretchCell[][] all, int guard, int sinceStretch)
    {
        ReadOnlySpan<int> bits = _events.BitsOfGuard(guard);
        var cells = new LabelCell[bits.Length][];
        for (int i = 0; i < bits.Length; i++)
        {
            StretchCell[] since = Array.FindAll(all[bits[i]], cell => cell.Stretch >= sinceStretch);
            cells[i] = Array.ConvertAll(since, static cell => cell.Cell);
        }

        return cells;
    }

    private static SampleDivision[] Divisions(EvidenceState state)
    {
        var divisions = new List<SampleDivision>();
        for (int stretch = 0; stretch <= state.Stretches.Last; stretch++)
        {
            if (state.Samples[stretch] is { } sample)
            {
                divisions.Add(new SampleDivision(stretch, state.Stretches[stretch]!.Share, sample.Candidate, sample.Baseline));
            }
        }

        return [.. divisions];
    }

    private void SumTallies(EvidenceState state)
    {
        foreach (InstanceCounts counts in state.Instances.Values)
        {
            foreach ((int stretch, StretchTally tally) in counts.Tallies)
            {
                (_tallies[stretch] ??= new StretchTally(state.Events.Count)).Add(tally);
                _stages[stretch] = state.Stretches[stretch]?.Stage ?? -1;
            }
        }
    }

    private StageTotals Sum(EvidenceState state, int stage)
    {
        var sum = new StretchTally(state.Events.Count);
        for (int stretch = 0; stretch < _tallies.Length; stretch++)
        {
            if (_tallies[stretch] is { } tally && _stages[stretch] == stage)
            {
                sum.Add(tally);
            }
        }

        return new StageTotals(ArmOf(DecisionArm.Candidate), ArmOf(DecisionArm.Baseline), ArmOf(DecisionArm.None), sum.Dropped, sum.Unmeasured, sum.CutOff);

        ArmTotals ArmOf(DecisionArm arm) => new(sum.Outcomes(arm), sum.Late(arm), state.SketchAt(stage, arm)?.Count ?? 0);
    }

    private void SumInstances(EvidenceState state)
    {
        foreach (InstanceCounts counts in state.Instances.Values)
        {
            _impact.Add(counts.Impact);
            foreach (((int Stage, DecisionArm Arm) key, LatencyHistogram latency) in counts.Latency)
            {
                if (!_durations.TryGetValue(key, out LatencyHistogram? sum))
                {
                    _durations.Add(key, sum = new LatencyHistogram());
                }

                sum.Add(latency);
            }
        }
    }
}
