using ModularRollout.Definitions;
using ModularRollout.Outcomes;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Control;

/// <summary>The rollout of one flag in this process: the state in force, what it exposes, and what watches it.</summary>
/// <remarks>State changes under the board's lock only.</remarks>
internal sealed class RolloutRun : IDisposable
{
    private readonly OutcomeRecorder _recorder;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly RunPlans _plans;
    private IOutcomeSink? _sink;
    private int _sinkStretch = -1;

    public RolloutRun(string flag, IRolloutStore store, OutcomeRecorder recorder, RolloutOptions options, TimeProvider clock)
    {
        Flag = flag;
        Keeper = new JournalKeeper(flag, store, clock, options.LookEvery);
        Saved = new RunCheckpoints();
        _plans = new RunPlans(flag);
        State = RolloutState.Draft(flag);
        _recorder = recorder;
        _options = options;
        _clock = clock;
    }

    public string Flag { get; }

    public JournalKeeper Keeper { get; }

    /// <summary>Gets what is known of the rollout's checkpoints.</summary>
    public RunCheckpoints Saved { get; }

    /// <summary>Gets the state in force: what the store accepted, and what was lowered since.</summary>
    public RolloutState State { get; private set; }

    /// <summary>Gets the definition in force; <see langword="null"/> where the flag, or its plan, is gone.</summary>
    public FlagDefinition? Definition => _plans.Definition;

    /// <summary>Gets the plan: the locked one while an attempt runs and since it completed, else the definition's.</summary>
    public RolloutPlan? Plan => _plans.Plan;

    /// <summary>Gets the plan by which decisions are made: where there is none any more, the one that was locked.</summary>
    public RolloutPlan? DecidingPlan => _plans.DecidingPlan;

    /// <summary>Gets the plan in force where that is another one than what was locked; <see langword="null"/> elsewhere.</summary>
    public NextPlan? Next => _plans.Next;

    /// <summary>Gets the plan that a start or a restart would begin.</summary>
    public RolloutPlan? StartPlan => Next?.Plan ?? Plan;

    /// <summary>Gets what is locked; <see langword="null"/> for nothing.</summary>
    public LockedFlag? Lock => _plans.Lock;

    /// <summary>Gets what is exposed; <see langword="null"/> for nothing.</summary>
    public RolloutExposure? Exposure { get; private set; }

    /// <summary>Gets what counts and judges the attempt; <see langword="null"/> where none is exposed.</summary>
    public RolloutWatch? Watch { get; private set; }

    /// <summary>Gets what watched the attempt that ended last, for its report.</summary>
    public RolloutWatch? LastWatch { get; private set; }

    /// <summary>Gets or sets the sequence of the last end of an attempt whose report was made.</summary>
    public long ReportedUpTo { get; set; }

    /// <summary>Gets what is wrong with the journal, where something is; then nothing is exposed.</summary>
    public string? Damage { get; private set; }

    /// <summary>Gets or sets the flag as it is in force while something is locked, with all it refers to; <see langword="null"/> where something of it is missing.</summary>
    public string? InForce { get; set; }

    /// <summary>Gets or sets the definitions that <see cref="InForce"/> was taken from, by their hash.</summary>
    public UInt128 InForceOf { get; set; }

    /// <summary>Gets or sets what went wrong at the last step.</summary>
    public string? Fault { get; set; }

    /// <summary>Gets whether it is known where the rollout stands: its journal and checkpoints were read, and fit.</summary>
    public bool IsKnown => Damage is null && Keeper.IsRead && Saved.Mark is not null;

    /// <summary>Gets the worst that is wrong; <see langword="null"/> where nothing is.</summary>
    public string? Trouble => Damage ?? Fault ?? Keeper.Error ?? (Keeper.IsAhead ? "The store has not accepted yet what is in effect." : null) ?? Saved.Error ?? Watch?.LeftOut;

    /// <summary>Gets or sets where a transition leads that the store is being asked to accept; <see langword="null"/> for none. Other rollouts reckon with it.</summary>
    public RolloutState? Rising { get; set; }

    /// <summary>Gets whether the plan was removed once the attempt had completed or ended, so that the definition alone decides.</summary>
    public bool IsReleased => _plans.IsReleased;

    /// <summary>Gets or sets what the rollout waits for, as of the last look.</summary>
    public IReadOnlyList<string> Waits { get; set; } = [];

    /// <summary>Gets the evidence of the last look.</summary>
    public RolloutEvidence Evidence { get; set; } = new();

    /// <summary>Gets how the last attempt ended; <see langword="null"/> while it goes on.</summary>
    public RolloutEnd? End { get; private set; }

    /// <summary>Takes the definition in force.</summary>
    public void Define(FlagDefinition? definition)
    {
        _plans.Define(definition, State);
        if (State.Status == RolloutStatus.Completed)
        {
            Expose(State);
        }
    }

    /// <summary>Puts a state in force.</summary>
    public void Apply(RolloutState state)
    {
        RolloutState before = State;
        State = state;
        _plans.Apply(before, state);

        // By now the definition may have another plan than the one that ended.
        End = state.End == before.End ? End : state.End?.ToPublic(_plans.PlanOf(state) ?? Plan);
        Expose(before);
    }

    /// <summary>Exposes nothing, because nobody knows where the rollout stands.</summary>
    public void Distrust(string damage)
    {
        Damage = damage;
        Expose(State);
    }

    /// <summary>Exposes again what the state says.</summary>
    public void Trust()
    {
        if (Damage is not null)
        {
            Damage = null;
            Expose(State);
        }
    }

    public void Dispose() => Keeper.Dispose();

    private void Expose(RolloutState before)
    {
        RolloutPlan? plan = Damage is null && !IsReleased ? Plan : null;
        bool isGuarded = plan is not null && Exposures.IsGuarded(plan, State);
        if (!isGuarded || State.Attempt != before.Attempt)
        {
            Unwatch();
        }

        if (isGuarded)
        {
            WatchOver(before);
        }

        RolloutExposure? next = plan is null ? null : Exposures.Of(plan, State, _sink);
        Exposure = AreSame(Exposure, next) ? Exposure : next;
    }

    private void Unwatch()
    {
        if (Watch is not null)
        {
            _recorder.Close(Watch.Counts);
            LastWatch = Watch;
        }

        Watch = null;
        _sink = null;
        _sinkStretch = -1;
    }

    private void WatchOver(RolloutState before)
    {
        Watch ??= new RolloutWatch(Plan!, State.Attempt, _options.Instance, _clock);
        Watch.Enter(Plan!, before, State);
        if (_sinkStretch != State.Position.Stretch)
        {
            _sinkStretch = State.Position.Stretch;
            _sink = _recorder.Open(Watch.Counts, _sinkStretch, Plan!.Measure == PlanMeasure.Activity);
        }
    }

    private static bool AreSame(RolloutExposure? a, RolloutExposure? b) => ReferenceEquals(a, b) || (a is not null && b is not null
        && a.Attempt == b.Attempt && a.Stage == b.Stage && a.Bound == b.Bound && a.IsEverything == b.IsEverything && ReferenceEquals(a.Outcomes, b.Outcomes)
        && a.Audiences.AsSpan().SequenceEqual(b.Audiences));
}
