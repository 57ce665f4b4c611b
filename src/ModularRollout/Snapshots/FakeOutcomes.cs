namespace ModularRollout.Snapshots;

/// <summary>Hands the outcomes of a decision to a test.</summary>
internal sealed class FakeOutcomes(Action<Outcome> record, TimeProvider clock) : IOutcomeSink
{
    public bool MeasuresActivities => false;

    public TimeProvider Clock => clock;

    public void Record(ulong subject, DecisionArm arm, in Outcome outcome) => record(outcome);

    public void Decided(ulong subject, DecisionArm arm)
    {
        // Called only for sinks that measure activities.
    }
}
