namespace ModularRollout.Snapshots.Conditions;

/// <summary>A boolean over a context, ready to be asked.</summary>
/// <remarks>Pure, never throws, allocates nothing (<see cref="PatternTest"/> aside).</remarks>
internal abstract class CompiledCondition
{
    public abstract bool Matches(in EvaluationContext context, FeatureSnapshot snapshot);

    /// <summary>Says what <see cref="Matches"/> looks at and what it finds, by asking it.</summary>
    public abstract ExplanationStep Explain(in EvaluationContext context, FeatureSnapshot snapshot);
}
