namespace ModularRollout.Rollouts.Counting.Slots;

/// <summary>An outcome that has not settled, of a subject whose identity will be needed.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Labels">The events for which it may be labelled.</param>
/// <param name="Events">All its events.</param>
/// <param name="Offset">When in its slot the decision was made, in ticks.</param>
/// <param name="Stretch">The stretch.</param>
/// <param name="Uses">What else it is needed for.</param>
internal readonly record struct PendingSubject(ulong Subject, ulong Labels, ulong Events, long Offset, byte Stretch, PendingUses Uses) : IComparable<PendingSubject>
{
    public bool IsOutcome => (Uses & PendingUses.Custom) == 0;

    public bool IsNeeded => Labels != 0 || (Uses & (PendingUses.Sample | PendingUses.Budget)) != 0;

    /// <summary>Compares by the time of the decision; at the same time by the subject's second hash, outcomes before custom events: never by who came first.</summary>
    public int CompareTo(PendingSubject other)
    {
        int order = Offset.CompareTo(other.Offset);
        order = order != 0 ? order : Subjects.SubjectMix.Of(Subject).CompareTo(Subjects.SubjectMix.Of(other.Subject));
        order = order != 0 ? order : ((byte)Uses).CompareTo((byte)other.Uses);
        return order != 0 ? order : Events.CompareTo(other.Events);
    }
}

/// <summary>What the identity of an outcome's subject is needed for, besides labels.</summary>
[Flags]
internal enum PendingUses : byte
{
    None = 0,

    /// <summary>It may be among the first subjects of its stretch.</summary>
    Sample = 1,

    /// <summary>It may be the first of its subject in the stage.</summary>
    Budget = 2,

    /// <summary>It is a custom event, which is no outcome.</summary>
    Custom = 4,
}
