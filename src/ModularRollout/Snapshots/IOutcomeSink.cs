namespace ModularRollout.Snapshots;

/// <summary>Takes the outcomes of decisions under one stretch of one rollout. Never throws, never blocks; once warm it allocates nothing.</summary>
internal interface IOutcomeSink
{
    /// <summary>Gets whether outcomes are measured from the local root activity of a decision, without user code.</summary>
    bool MeasuresActivities { get; }

    /// <summary>Gets the clock by which switches measure.</summary>
    TimeProvider Clock { get; }

    /// <summary>Takes one outcome.</summary>
    /// <param name="subject">The hash that placed the subject on the rollout's line of buckets.</param>
    /// <param name="arm">The arm; <see cref="DecisionArm.None"/> for a subject of an audience ring, which got the candidate.</param>
    /// <param name="outcome">The outcome.</param>
    void Record(ulong subject, DecisionArm arm, in Outcome outcome);

    /// <summary>Notes a decision whose outcome is that of the activity around it; called only where <see cref="MeasuresActivities"/> is.</summary>
    /// <param name="subject">The hash that placed the subject.</param>
    /// <param name="arm">The arm; <see cref="DecisionArm.None"/> for a ring.</param>
    void Decided(ulong subject, DecisionArm arm);
}
