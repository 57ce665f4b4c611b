using System.Diagnostics;
using ModularRollout.Outcomes;
using ModularRollout.Rollouts.Counting.Impact;
using ModularRollout.Rollouts.Counting.Saving;
using ModularRollout.Rollouts.Counting.Slots;
using ModularRollout.Rollouts.Counting.Subjects;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Counting;

/// <summary>The evidence of one attempt as one instance counts it: outcomes come in, settle, and are looked at together with what other instances have counted.</summary>
/// <remarks>
/// <para>Thread-safe. Whoever records an outcome never waits for this: the recorder's drain does. Distinct subjects and the baseline's durations count as soon as they are read; everything
/// that is judged counts when its slot has settled.</para>
/// <para>Of outcomes that have not settled there are tallies, and the subjects that will be needed (<see cref="PendingSlots"/>).</para>
/// </remarks>
internal sealed class AttemptCounts : IOutcomeReader
{
    /// <summary>The first slot of thresholds that are not frozen.</summary>
    private const long NotYet = long.MaxValue;

    private readonly object _lock = new();
    private readonly TimeProvider _clock;
    private readonly SlotClock _slotClock;
    private readonly PendingSlots _pending = new();
    private readonly long[] _thresholdsSince = new long[EvidenceState.MostStages];
    private readonly Dictionary<string, ulong> _absorbed = new(StringComparer.Ordinal);
    private readonly EventTable _events;
    private EvidenceState _state;
    private long _frontier = long.MinValue;

    /// <summary>Begins to count.</summary>
    /// <param name="plan">The plan that the attempt locked.</param>
    /// <param name="clock">The gate's clock.</param>
    /// <param name="instance">The instance's name: unlike any other's of the fleet, the same after a restart that restores.</param>
    public AttemptCounts(RolloutPlan plan, TimeProvider clock, string instance)
        : this(plan, clock, new EvidenceState(new EventTable(plan), instance))
    {
    }

    private AttemptCounts(RolloutPlan plan, TimeProvider clock, EvidenceState state)
    {
        _clock = clock;
        _slotClock = new SlotClock(clock, plan.Settle);
        _state = state;
        _events = state.Events;
        CustomEvents = state.Events.Custom;
        Values = plan.ReportBy.Count == 0 ? null : new SubjectValues(plan.ReportBy);
        KnowValues();
        for (int stage = 0; stage < _thresholdsSince.Length; stage++)
        {
            _thresholdsSince[stage] = state.Thresholds[stage] is null ? NotYet : long.MinValue;
        }
    }

    /// <inheritdoc/>
    public string[] CustomEvents { get; }

    /// <inheritdoc/>
    public SubjectValues? Values { get; }

    /// <inheritdoc/>
    public TimeSpan Patience => _slotClock.Patience;

    /// <summary>Gets a number that grows whenever settled evidence does.</summary>
    public long Version
    {
        get
        {
            lock (_lock)
            {
                return _state.Version;
            }
        }
    }

    /// <summary>Goes on from what was saved, by this instance or by the one that controlled before.</summary>
    /// <param name="plan">The plan; events that were saved and that no guard counts any more are forgotten.</param>
    /// <param name="clock">The gate's clock.</param>
    /// <param name="instance">This instance's name.</param>
    /// <param name="saved">What <see cref="Save"/> gave. What had not settled then is counted as cut off: nobody will report the rest of it.</param>
    /// <exception cref="InvalidDataException">It is damaged, or of a later format.</exception>
    public static AttemptCounts Restore(RolloutPlan plan, TimeProvider clock, string instance, ReadOnlySpan<byte> saved) =>
        new(plan, clock, CountsReader.Read(saved, new EventTable(plan), instance));

    /// <summary>Opens a stretch, before it is exposed.</summary>
    /// <param name="stretch">Its number: 0 to 63, higher than all before.</param>
    /// <param name="stage">The stage it belongs to.</param>
    /// <param name="bound">The exclusive upper bound of the candidate's hashes.</param>
    /// <param name="hasShare">Whether a share is exposed at random.</param>
    /// <param name="isEverything">Whether that is everything.</param>
    /// <param name="isComplete">Whether the rollout is complete: its subjects are labelled once an epoch.</param>
    public void OpenStretch(int stretch, int stage, ulong bound, bool hasShare, bool isEverything, bool isComplete = false)
    {
        lock (_lock)
        {
            _state.Open(stretch, new Stretch(stage, bound, hasShare, isEverything, isComplete));
        }
    }

    /// <summary>Begins an epoch after completion, 0-based: from now on every subject may be labelled again. One that has begun stays.</summary>
    public void BeginEpoch(int epoch)
    {
        lock (_lock)
        {
            _state.BeginEpoch(epoch);
        }
    }

    /// <summary>Goes on from what was saved, like <see cref="Restore"/>, where counting has begun already: what came in meanwhile is kept.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a later format; nothing changed then.</exception>
    public void Resume(ReadOnlySpan<byte> saved)
    {
        lock (_lock)
        {
            EvidenceState resumed = CountsReader.Read(saved, _state.Events, _state.Instance);
            resumed.BeginEpoch(_state.Epoch);
            EvidenceMerge.Absorb(resumed, [_state]);
            resumed.KeepBudgets(_state);
            resumed.Version = Math.Max(resumed.Version, _state.Version) + 1;
            _state = resumed;
            KnowValues();
            HoldThresholds(_pending.Slots.Count == 0 ? long.MinValue : NextSlot());
        }
    }

    /// <summary>Freezes the thresholds of <c>slow</c> for a stage: they hold for the slots that begin from now on. Those that are frozen stay.</summary>
    public void FreezeLatency(int stage, TimeSpan p50, TimeSpan p90, TimeSpan p99)
    {
        lock (_lock)
        {
            _state.Thresholds[stage] ??= new BaselineLatency(0, p50, p90, p99);
            HoldThresholds(NextSlot());
        }
    }

    /// <inheritdoc/>
    public void Read(int stretch, ReadOnlySpan<OutcomeRecord> records)
    {
        lock (_lock)
        {
            if (_state.Stretches[stretch] is not { } opened)
            {
                Debug.Fail("A stretch is opened before its outcomes come.");
                return;
            }

            long now = _slotClock.Now(_clock.GetTimestamp());
            foreach (ref readonly OutcomeRecord record in records)
            {
                Read(stretch, opened, record, now);
            }

            while (_pending.IsFull)
            {
                _state.Narrow(_pending);
            }
        }
    }

    /// <inheritdoc/>
    public void Lose(int stretch, long dropped, long unmeasured)
    {
        lock (_lock)
        {
            StretchTally tally = _state.Own.TallyOf(stretch);
            tally.Dropped += dropped;
            tally.Unmeasured += unmeasured;
        }
    }

    /// <inheritdoc/>
    public void Settle(long timestamp)
    {
        lock (_lock)
        {
            long now = _slotClock.Now(timestamp);
            _slotClock.Reach(now);
            _frontier = Math.Max(_frontier, _slotClock.FrontierAt(now));
            while (_pending.TakeBefore(_frontier) is { } slot)
            {
                Judge(slot);
            }
        }
    }

    /// <summary>Copies the evidence of this moment, to be saved while counting goes on.</summary>
    public CountsCopy Copy()
    {
        lock (_lock)
        {
            return new CountsCopy(_state.Copy(), _pending.OutcomesByStretch());
        }
    }

    /// <inheritdoc cref="CountsCopy.Save"/>
    public byte[] Save() => Copy().Save();

    /// <summary>Reads what a look would else read while nobody can count.</summary>
    /// <param name="others">What other instances saved.</param>
    public void Prepare(ReadOnlySpan<SavedCounts> others)
    {
        foreach (SavedCounts other in others)
        {
            try
            {
                _ = IsAbsorbed(other) ? null : other.Read(_events);
            }
            catch (InvalidDataException)
            {
                // The look tells.
            }
        }
    }

    /// <summary>Looks at the evidence of all instances.</summary>
    /// <param name="others">What other instances saved last, in any order; earlier ones and repetitions change nothing.</param>
    /// <exception cref="InvalidDataException">One of them is damaged, or of a later format; nothing was merged then.</exception>
    public EvidenceTotals Look(params ReadOnlySpan<SavedCounts> others)
    {
        lock (_lock)
        {
            EvidenceMerge.Absorb(_state, others, _absorbed);
            HoldThresholds(NextSlot());
            return new EvidenceTotals(_state, _pending);
        }
    }

    private bool IsAbsorbed(SavedCounts other)
    {
        lock (_lock)
        {
            return _absorbed.ContainsValue(other.Hash);
        }
    }

    private void Read(int stretch, Stretch opened, in OutcomeRecord record, long now)
    {
        long decided = Math.Min(_slotClock.TicksOf(record.Reported), now) - record.AgeTicks;
        long index = _slotClock.SlotOf(decided);
        bool isLate = decided + Math.Min(record.AgeTicks, record.DurationTicks) >= _slotClock.DeadlineOf(index);
        if (isLate || index < _frontier)
        {
            _state.Own.TallyOf(stretch).Late(record.Arm)++;
            return;
        }

        bool isOutcome = record.Code < OutcomeCode.FirstCustom;
        ulong events = isOutcome
            ? _state.Events.OfOutcome(record.Code == OutcomeCode.Failure, record.DurationTicks, ThresholdsOf(opened.Stage, index))
            : _state.Events.OfCustom(record.Code - OutcomeCode.FirstCustom);
        ulong subject = Math.Max(record.Subject, 1);
        PendingSlot slot = _pending.Of(index);
        slot.TallyOf(stretch, _state.Events.Count).Add(record.Arm, isOutcome, events);
        PendingSubject pending = _state.NeedsOf(stretch, opened, record.Arm, subject, isOutcome, events, decided - (index * _slotClock.SlotTicks));
        if (pending.IsNeeded)
        {
            _pending.Add(slot, pending);
        }

        if (isOutcome)
        {
            Note(slot, opened.Stage, record, subject);
        }
    }

    /// <summary>Keeps telling apart the values that were told apart before.</summary>
    private void KnowValues()
    {
        foreach ((ImpactKey key, _) in _state.Own.Impact.Counts)
        {
            Values?.Know(key.Attribute, key.Value);
        }
    }

    private void Note(PendingSlot slot, int stage, in OutcomeRecord record, ulong subject)
    {
        if (Values is not null)
        {
            slot.Note(stage, record.Values, record.Arm, new ImpactCount(1, record.Code == OutcomeCode.Failure ? 1 : 0, record.DurationTicks));
        }

        if (stage >= _state.FirstStageKept)
        {
            _state.SketchOf(stage, record.Arm).Add(subject);
            _state.Own.LatencyOf(stage, record.Arm).Add(record.DurationTicks);
        }
    }

    private void Judge(PendingSlot slot)
    {
        _state.Judge(slot);
        foreach (((int stage, ushort combination, DecisionArm arm), ImpactCount count) in slot.Impact)
        {
            foreach ((string attribute, string value) in Values!.Of(combination))
            {
                _state.Own.Impact.Add(new ImpactKey(stage, attribute, value, arm), count);
            }
        }
    }

    /// <summary>Puts new thresholds in force from a slot that nothing was reported of: a slot's outcomes are all compared, or none, whenever they are reported.</summary>
    private void HoldThresholds(long since)
    {
        for (int stage = 0; stage < _thresholdsSince.Length; stage++)
        {
            _thresholdsSince[stage] = _state.Thresholds[stage] is not null && _thresholdsSince[stage] == NotYet ? since : _thresholdsSince[stage];
        }
    }

    private long NextSlot() => _slotClock.SlotOf(_slotClock.Now(_clock.GetTimestamp())) + 1;

    private BaselineLatency? ThresholdsOf(int stage, long slot) => slot >= _thresholdsSince[stage] ? _state.Thresholds[stage] : null;
}
