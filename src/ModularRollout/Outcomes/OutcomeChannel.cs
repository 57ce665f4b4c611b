using System.Diagnostics;
using ModularRollout.Snapshots;

namespace ModularRollout.Outcomes;

/// <summary>Where the decisions of one stretch of one attempt put their outcomes.</summary>
internal sealed class OutcomeChannel : IOutcomeSink, IOutcomesByValue
{
    private readonly OutcomeRecorder _recorder;
    private readonly string[] _customEvents;
    private long _dropped;
    private long _unmeasured;
    private volatile bool _isClosed;

    public OutcomeChannel(OutcomeRecorder recorder, int id, IOutcomeReader reader, int stretch, bool measuresActivities)
    {
        _recorder = recorder;
        _customEvents = reader.CustomEvents;
        Id = id;
        Reader = reader;
        Stretch = stretch;
        MeasuresActivities = measuresActivities;
    }

    /// <summary>Gets the number by which records name the channel: never used twice in a recorder.</summary>
    public int Id { get; }

    public IOutcomeReader Reader { get; }

    public int Stretch { get; }

    public bool MeasuresActivities { get; }

    /// <inheritdoc/>
    public TimeProvider Clock => _recorder.Clock;

    /// <inheritdoc/>
    public SubjectValues? Values => Reader.Values;

    /// <inheritdoc/>
    public IOutcomeSink Of(int combination) => new ValuedChannel(this, combination);

    public void Record(ulong subject, DecisionArm arm, in Outcome outcome) => Record(subject, arm, outcome, 0);

    public void Decided(ulong subject, DecisionArm arm) => Decided(subject, arm, 0);

    /// <summary>Takes an outcome. Where activities are measured, successes and failures come from them alone; custom events are taken all the same.</summary>
    public void Record(ulong subject, DecisionArm arm, in Outcome outcome, ushort values)
    {
        if (!_isClosed && TryCode(outcome, out byte code)
            && !_recorder.TryAdd(new OutcomeRecord(Id, subject, arm, code, _recorder.Clock.GetTimestamp(), outcome.Duration, outcome.Duration) { Values = values }))
        {
            Drop(1);
        }
    }

    public void Decided(ulong subject, DecisionArm arm, ushort values)
    {
        if (_isClosed)
        {
            return;
        }

        if (RootActivities.Current is not { } root)
        {
            Interlocked.Increment(ref _unmeasured);
        }
        else if (!_recorder.TryAdd(new ActivityRecord(Id, subject, arm, _recorder.Clock.GetTimestamp(), root) { Values = values }))
        {
            Drop(1);
        }
    }

    /// <summary>Counts outcomes that nobody will read.</summary>
    public void Drop(long outcomes) => Interlocked.Add(ref _dropped, outcomes);

    /// <summary>Takes nothing any more.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Takes what was lost since this was last asked.</summary>
    public (long Dropped, long Unmeasured) TakeLost() => (Interlocked.Exchange(ref _dropped, 0), Interlocked.Exchange(ref _unmeasured, 0));

    private bool TryCode(in Outcome outcome, out byte code)
    {
        if (outcome.CustomEvent is not { } name)
        {
            code = outcome.IsFailure ? OutcomeCode.Failure : OutcomeCode.Success;
            return !MeasuresActivities;
        }

        int index = Array.IndexOf(_customEvents, name);
        Debug.Assert(index < OutcomeCode.MaxCustom, "A plan has fewer events.");
        code = (byte)(OutcomeCode.FirstCustom + index);
        return index >= 0;
    }
}
