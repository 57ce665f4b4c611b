namespace ModularRollout.Rollouts.Counting.Subjects;

/// <summary>The part of all subjects that a set accepts: those whose second hash begins with so many zero bits. Halves when there is no room, and never widens.</summary>
/// <remarks>The second hash knows nothing of the arms, so whoever is left out is left out blindly.</remarks>
internal readonly record struct SubjectRange(int Halvings)
{
    public bool Accepts(ulong subject) => Halvings == 0 || SubjectMix.Of(subject) >> (64 - Halvings) == 0;

    public SubjectRange Half() => new(Halvings + 1);
}
