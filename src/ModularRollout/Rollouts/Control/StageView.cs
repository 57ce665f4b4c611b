using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Rollouts.Reports;

namespace ModularRollout.Rollouts.Control;

/// <summary>The evidence of one look, as the guards of one stage see it.</summary>
internal sealed class StageView
{
    private readonly EvidenceTotals _totals;
    private readonly StageTotals _stage;
    private IReadOnlyList<AttributeImpact>? _impact;

    public StageView(EvidenceTotals totals, RolloutPlan plan, int stage)
    {
        _totals = totals;
        Plan = plan;
        Stage = stage;
        _stage = totals.Of(Math.Max(stage, 0));
        for (int i = 0; i < plan.Stages.Count; i++)
        {
            StageTotals one = totals.Of(i);
            Received += Of(one.Candidate) + Of(one.Baseline) + Of(one.Ring);
        }

        Received += totals.Unsettled;
    }

    public RolloutPlan Plan { get; }

    public int Stage { get; }

    public ArmTotals Candidate => _stage.Candidate;

    public ArmTotals Baseline => _stage.Baseline;

    public ArmTotals Ring => _stage.Ring;

    public long Dropped => _stage.Dropped;

    /// <summary>Gets the outcomes that had not settled when an instance ended, or a plan was adopted.</summary>
    public long CutOff => _stage.CutOff;

    public long Unmeasured => _stage.Unmeasured;

    /// <summary>Gets the outcomes that have been reported in the attempt, settled or not.</summary>
    public long Received { get; }

    /// <summary>Gets the distinct subjects that had the candidate and an outcome.</summary>
    public long Subjects => Candidate.Subjects + Ring.Subjects;

    public IReadOnlyList<SampleDivision> Samples => _totals.Samples;

    /// <summary>Gets whether the stage has its latency thresholds.</summary>
    public bool HasThresholds => _totals.HasLatencyThresholds(Math.Max(Stage, 0));

    /// <summary>Gets the evidence of all stages.</summary>
    public EvidenceTotals All => _totals;

    /// <summary>Gets the settled outcomes of this stage by the values of attributes; made when it is first asked for.</summary>
    public IReadOnlyList<AttributeImpact> Impact => _impact ??= _totals.Impact(Math.Max(Stage, 0), Plan.ReportBy);

    public BaselineLatency LatencyOf(int stage) => _totals.Latency(stage);

    /// <summary>Gets what one guard sees.</summary>
    /// <param name="guard">The guard's place in the plan.</param>
    /// <param name="state">Since when its evidence counts, and whether that is since completion.</param>
    public GuardTotals Guard(int guard, RolloutState state)
    {
        int since = state.GuardsSince.GetValueOrDefault(Plan.Guards[guard].Name);
        bool isComparison = Plan.Guards[guard].NoMoreThan.IsComparison;
        EventTotals events = default;
        foreach (EventTotals one in _totals.Events(guard, Math.Max(Stage, 0)))
        {
            // Of the three thresholds of `slow` the lowest has the most events, and contains the others.
            events = one.Candidate + one.Baseline + one.Ring > events.Candidate + events.Baseline + events.Ring ? one : events;
        }

        BudgetCount budget = isComparison ? default : _totals.Budget(guard, since)[0];
        return new GuardTotals
        {
            Cells = !isComparison ? [] : state.IsComplete ? _totals.EpochCells(guard, since) : _totals.Cells(guard, since),
            Latest = !isComparison || state.IsComplete ? [] : _totals.Cells(guard, Math.Max(since, _totals.Stretch)),
            Events = budget.Events,
            Outcomes = budget.Outcomes,
            CandidateEvents = events.Candidate + events.Ring,
            BaselineEvents = events.Baseline,
            HasThreshold = HasThresholds,
        };
    }

    private static long Of(ArmTotals arm) => arm.Outcomes + arm.Late;
}

/// <summary>What one guard sees.</summary>
internal sealed class GuardTotals
{
    /// <summary>Gets the label cells of a comparison; three of them for the thresholds of <c>slow</c>.</summary>
    public required LabelCell[][] Cells { get; init; }

    /// <summary>Gets those of the latest stretch alone, for words.</summary>
    public LabelCell[][] Latest { get; init; } = [];

    /// <summary>Gets a budget's events.</summary>
    public required long Events { get; init; }

    /// <summary>Gets a budget's outcomes.</summary>
    public required long Outcomes { get; init; }

    /// <summary>Gets the candidate's events in this stage, rings included.</summary>
    public required long CandidateEvents { get; init; }

    public required long BaselineEvents { get; init; }

    /// <summary>Gets whether the stage has its latency thresholds.</summary>
    public required bool HasThreshold { get; init; }
}
