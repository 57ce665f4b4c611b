using ModularRollout.Snapshots;

namespace ModularRollout.Outcomes;

/// <summary>Takes the outcomes of one attempt out of the recorder, batch by batch. Called by one thread at a time.</summary>
internal interface IOutcomeReader
{
    /// <summary>Gets the names of the custom events that are asked for, at most <see cref="OutcomeCode.MaxCustom"/>; others are not recorded. Never changes.</summary>
    string[] CustomEvents { get; }

    /// <summary>Gets the values by which outcomes are told apart; <see langword="null"/> where they are not. Never changes.</summary>
    SubjectValues? Values { get; }

    /// <summary>Gets how long after its decision an outcome is late whatever it is.</summary>
    TimeSpan Patience { get; }

    /// <summary>Takes records of one stretch.</summary>
    void Read(int stretch, ReadOnlySpan<OutcomeRecord> records);

    /// <summary>Takes how many outcomes are missing: dropped for want of room, or of decisions whose activity nobody recorded.</summary>
    void Lose(int stretch, long dropped, long unmeasured);

    /// <summary>Says that everything reported before a timestamp has been read.</summary>
    void Settle(long timestamp);
}
