namespace ModularRollout.Snapshots;

/// <summary>What evaluation needs of a flag's rollout plan once it is exposed.</summary>
internal sealed class CompiledPlan
{
    public CompiledPlan(CompiledVariant candidate, CompiledVariant baseline, AttributeRef? by, (string Segment, int Position)[] audiences)
    {
        Audiences = audiences;
        Candidate = candidate;
        Baseline = baseline;
        By = by;
    }

    public CompiledVariant Candidate { get; }

    public CompiledVariant Baseline { get; }

    /// <summary>Gets the segments that the plan's stages name, and where, for the linker.</summary>
    public (string Segment, int Position)[] Audiences { get; }

    /// <summary>Gets the flags whose rollouts must have completed, for the linker.</summary>
    public string[] After { get; init; } = [];

    /// <summary>Gets the flags whose rollouts must not run at the same time, for the linker.</summary>
    public string[] ConflictsWith { get; init; } = [];

    /// <summary>Gets the attribute that is bucketed; <see langword="null"/> for the targeting key.</summary>
    public AttributeRef? By { get; }
}
