using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Counting.Saving;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Control;

/// <summary>Watches one attempt: counts its outcomes, judges its guards, and runs its clocks.</summary>
/// <remarks>Looks come one at a time. What is counted comes from any thread and waits for no look.</remarks>
internal sealed class RolloutWatch
{
    /// <summary>The outcomes of the baseline from which latency thresholds are taken.</summary>
    private const int BaselineOutcomes = 1000;

    private static readonly TimeSpan s_epoch = TimeSpan.FromDays(7);

    private readonly string _instance;
    private readonly TimeProvider _clock;
    private RolloutPlan _plan;
    private long? _decisions;
    private long _received;
    private long _unanswered;

    public RolloutWatch(RolloutPlan plan, int attempt, string instance, TimeProvider clock)
    {
        _plan = plan;
        _instance = instance;
        _clock = clock;
        Attempt = attempt;
        Counts = new AttemptCounts(plan, clock, instance);
        Judge = new GuardJudge(plan);
    }

    public int Attempt { get; }

    public AttemptCounts Counts { get; private set; }

    public GuardJudge Judge { get; private set; }

    public RolloutClocks Clocks { get; set; }

    /// <summary>Gets the evidence of the last look.</summary>
    public StageView? Totals { get; private set; }

    /// <summary>Gets why evidence of another instance was left out at the last look; <see langword="null"/> where none was.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>Gets the evidence of other instances that was left out at the last look. All the rest is merged, and need not be shown again.</summary>
    public SavedCounts[] Unread { get; private set; } = [];

    /// <summary>Follows a transition: a new stage, another stretch, a plan that was adopted, the end of a hold.</summary>
    public void Enter(RolloutPlan plan, RolloutState before, RolloutState state)
    {
        if (!ReferenceEquals(plan, _plan))
        {
            Counts = CountsAlike(_plan, plan) ? Counts : AttemptCounts.Restore(plan, _clock, _instance, Counts.Save());
            Judge = Judge.Adopt(plan);
            _plan = plan;
        }

        Open(state);
        if (state.Stage != before.Stage || state.Attempt != before.Attempt)
        {
            Clocks = default;
        }
        else if (before.Status == RolloutStatus.Holding && state.Status != RolloutStatus.Holding)
        {
            bool isNewWindow = before.Position.HoldReason == RolloutHoldReason.WindowEnded;
            Clocks = Clocks with { Blind = TimeSpan.Zero, Window = isNewWindow ? TimeSpan.Zero : Clocks.Window };
        }
    }

    /// <summary>Looks at what is known by now.</summary>
    public RolloutEvidence Look(RolloutState state, in RolloutSight sight)
    {
        if (state.CompletedAt is { } completed)
        {
            Counts.BeginEpoch((int)Math.Max(0, (_clock.GetUtcNow() - completed) / s_epoch));
        }

        Totals = new StageView(CountsOf(sight.Others), _plan, state.Stage);
        Freeze(state);
        RolloutJudgement judgement = Judge.Look(state, Totals);
        long decisions = sight.Decisions - (_decisions ?? sight.Decisions);
        long received = Totals.Received - _received;
        (_decisions, _received, _unanswered) = (sight.Decisions, Totals.Received, received > 0 ? 0 : _unanswered + Math.Max(0, decisions));
        IReadOnlyList<string> unknowns = Unknowns.Of(_plan, Totals, _unanswered, judgement.IsTripped, sight.FailedProbes);
        GuardReading[] readings = ReadingsOf(state, judgement, unknowns);
        var tick = new RolloutTick(IsHealthy(readings), unknowns.Count > 0, decisions <= 0 && received <= 0, sight.IsOpen, state.Position.HoldReason == RolloutHoldReason.Paused);
        Clocks = Clocks.After(sight.Elapsed, tick);
        return new RolloutEvidence
        {
            Attempt = Attempt,
            Stretch = state.Position.Stretch,
            Readings = readings,
            RollbackBreach = judgement.Rollback,
            HoldBreach = judgement.Hold,
            Unknowns = unknowns,
            Subjects = Totals.Subjects,
            Clocks = Clocks,
        };
    }

    /// <summary>Copies what a restart needs, to be saved while watching goes on. What takes long, to sort and write every subject, is left to the copy.</summary>
    public WatchCopy Copy()
    {
        byte[] rest = Checkpoints.Write(writer =>
        {
            Checkpoints.Write(writer, Clocks);
            writer.Write(_received);
            writer.Write(_unanswered);
            Judge.Write(writer);
        });
        return new WatchCopy(Attempt, Counts.Copy(), rest);
    }

    /// <summary>Goes on where a controller before this one stopped; the clocks are those of a stage.</summary>
    public void Read(BinaryReader reader, bool isSameStage)
    {
        byte[] counts = reader.ReadBytes(reader.ReadInt32());
        RolloutClocks clocks = Checkpoints.ReadClocks(reader);
        (long received, long unanswered) = (reader.ReadInt64(), reader.ReadInt64());
        var judge = new GuardJudge(_plan);
        judge.Read(reader);
        Counts.Resume(counts);
        Clocks = isSameStage ? clocks : Clocks;
        Judge = judge;
        (_received, _unanswered) = (received, unanswered);
    }

    /// <summary>Gets the counters that a journal's entry holds.</summary>
    public Dictionary<string, long> Counters() => Totals is null ? [] : new(StringComparer.Ordinal)
    {
        ["candidateOutcomes"] = Totals.Candidate.Outcomes,
        ["baselineOutcomes"] = Totals.Baseline.Outcomes,
        ["ringOutcomes"] = Totals.Ring.Outcomes,
        ["subjects"] = Totals.Subjects,
        ["late"] = Totals.Candidate.Late + Totals.Baseline.Late + Totals.Ring.Late,
        ["dropped"] = Totals.Dropped,
        ["cutOff"] = Totals.CutOff,
    };

    /// <summary>Gets whether the counts of one plan are those of another: then nothing that has not settled is cut off.</summary>
    private static bool CountsAlike(RolloutPlan one, RolloutPlan other) => one.Settle == other.Settle && one.Measure == other.Measure
        && string.Join('\0', one.ReportBy) == string.Join('\0', other.ReportBy) && new EventTable(one).IsSame(new EventTable(other));

    /// <summary>Counts what all instances know; of an instance whose evidence cannot be read, what it said last.</summary>
    private EvidenceTotals CountsOf(SavedCounts[] others)
    {
        (LeftOut, Unread) = (null, []);
        try
        {
            return Counts.Look(others);
        }
        catch (InvalidDataException)
        {
            Unread = Array.FindAll(others, other => !TryMerge(other));
            return Counts.Look();
        }
    }

    private bool TryMerge(SavedCounts other)
    {
        try
        {
            _ = Counts.Look(other);
            return true;
        }
        catch (InvalidDataException exception)
        {
            LeftOut = $"The evidence of another process cannot be read, and is left out: {exception.Message}";
            return false;
        }
    }

    private void Open(RolloutState state)
    {
        foreach (RolloutStretch stretch in state.Stretches)
        {
            decimal percent = Exposures.PercentOf(_plan, stretch);
            ulong bound = ShareBounds.OfPercent(percent, out bool isEverything);
            Counts.OpenStretch(stretch.Number, stretch.Stage, bound, percent > 0, isEverything, stretch.IsComplete);
        }
    }

    /// <summary>Fixes the latencies that count as slow: those of the stage before, where it had enough outcomes, else those of this stage once it has.</summary>
    private void Freeze(RolloutState state)
    {
        for (int stage = Math.Max(state.Stage, 0); stage >= Math.Max(state.Stage - 1, 0); stage--)
        {
            BaselineLatency latency = Totals!.LatencyOf(stage);
            if (!Totals.HasThresholds && latency.Outcomes >= BaselineOutcomes)
            {
                Counts.FreezeLatency(state.Stage, latency.P50, latency.P90, latency.P99);
                return;
            }
        }
    }

    private GuardReading[] ReadingsOf(RolloutState state, in RolloutJudgement judgement, IReadOnlyList<string> unknowns)
    {
        decimal percent = Exposures.PercentOf(_plan, state);
        var readings = new GuardReading[_plan.Guards.Count];
        for (int i = 0; i < readings.Length; i++)
        {
            RolloutGuard guard = _plan.Guards[i];
            GuardTotals totals = Totals!.Guard(i, state);
            readings[i] = GuardVerdicts.Of(new GuardQuestion
            {
                Plan = _plan,
                Guard = guard,
                Look = judgement.Looks[i],
                LogLimit = judgement.LogLimits[i],
                Evidence = Totals!,
                Totals = totals,
                IsBreach = judgement.Breaches[i],
                IsProven = guard.Prove is not null && Judge.IsProven(i, totals),
                Unknown = unknowns.Count > 0 ? unknowns[0] : null,
                IsRandom = percent > 0,
                HasBaseline = percent < 100,
            });
        }

        return readings;
    }

    private bool IsHealthy(GuardReading[] readings)
    {
        for (int i = 0; i < readings.Length; i++)
        {
            if (!_plan.Guards[i].IsDryRun && readings[i].Verdict < GuardVerdict.Healthy)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What a look sees besides the counts of this process.</summary>
/// <param name="Others">The saved counts of the other instances.</param>
/// <param name="Decisions">The decisions of the rollout in this process so far.</param>
/// <param name="Elapsed">The time since the last look, capped.</param>
/// <param name="IsOpen">Whether the change hours are open.</param>
/// <param name="FailedProbes">The sentences of probes that failed to run.</param>
internal readonly record struct RolloutSight(
    SavedCounts[] Others, long Decisions, TimeSpan Elapsed, bool IsOpen, IReadOnlyList<string> FailedProbes);
