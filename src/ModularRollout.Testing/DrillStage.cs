namespace ModularRollout.Testing;

/// <summary>Says how one stage went in a run of a drill.</summary>
/// <remarks>Immutable.</remarks>
public sealed class DrillStage
{
    internal DrillStage(string name, TimeSpan entered, TimeSpan left, int exposedSubjects)
    {
        Name = name;
        Entered = entered;
        Left = left;
        ExposedSubjects = exposedSubjects;
    }

    /// <summary>Gets the stage's name.</summary>
    public string Name { get; }

    /// <summary>Gets when it was entered, since the start of the rollout.</summary>
    public TimeSpan Entered { get; }

    /// <summary>Gets when it was left, or the run ended, since the start of the rollout.</summary>
    public TimeSpan Left { get; }

    /// <summary>Gets how many distinct subjects had got the candidate by then.</summary>
    public int ExposedSubjects { get; }
}
