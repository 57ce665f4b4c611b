using ModularRollout.Snapshots;

namespace ModularRollout.Outcomes;

/// <summary>A channel as the subjects with one combination of values see it: what they report is marked with it.</summary>
internal sealed class ValuedChannel : IOutcomeSink
{
    private readonly OutcomeChannel _channel;
    private readonly ushort _values;

    public ValuedChannel(OutcomeChannel channel, int combination)
    {
        _channel = channel;
        _values = checked((ushort)combination);
    }

    public bool MeasuresActivities => _channel.MeasuresActivities;

    public TimeProvider Clock => _channel.Clock;

    public void Record(ulong subject, DecisionArm arm, in Outcome outcome) => _channel.Record(subject, arm, outcome, _values);

    public void Decided(ulong subject, DecisionArm arm) => _channel.Decided(subject, arm, _values);
}
