using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>What a flag that is not constant walks, in order.</summary>
internal sealed class CompiledTargeting
{
    public CompiledPrerequisite[] Requires { get; init; } = [];

    public CompiledTargets? Targets { get; init; }

    public CompiledRule[] Rules { get; init; } = [];

    /// <summary>Gets the rollout's plan, by itself without effect.</summary>
    public CompiledPlan? Plan { get; init; }

    /// <summary>Gets how far the plan is exposed; stands in for <see cref="Otherwise"/>.</summary>
    public CompiledExposure? Exposure { get; init; }

    public CompiledServe Otherwise { get; init; }

    /// <summary>Gets the references to segments among the rules, for the linker.</summary>
    public SegmentCondition[] Segments { get; init; } = [];

    /// <summary>Gets the number of tests that the rules hold at the most, segments' own excepted.</summary>
    public int Cost { get; init; }

    /// <summary>Gets the split by targeting key that an exposed flag is, where it is nothing else.</summary>
    public CompiledSplit? AsSplit() =>
        Requires.Length == 0 && Targets is null && Rules.Length == 0 && Exposure?.Split is { By: null } split ? split : null;

    public CompiledTargeting Exposed(CompiledExposure exposure) => new()
    {
        Requires = Requires,
        Targets = Targets,
        Rules = Rules,
        Plan = Plan,
        Exposure = exposure,
        Otherwise = Otherwise,
        Segments = Segments,
        Cost = Cost,
    };
}

/// <summary>A condition and what it serves.</summary>
internal readonly struct CompiledRule
{
    public CompiledRule(string name, CompiledCondition condition, CompiledServe serve)
    {
        Name = name;
        Condition = condition;
        Serve = serve;
    }

    public string Name { get; }

    public CompiledCondition Condition { get; }

    public CompiledServe Serve { get; }
}

/// <summary>Either one decision or a split.</summary>
internal readonly struct CompiledServe
{
    public CompiledServe(CompiledDecision constant) => Constant = constant;

    public CompiledServe(CompiledSplit split) => Split = split;

    public CompiledDecision? Constant { get; }

    public CompiledSplit? Split { get; }
}

/// <summary>A flag that must serve one of some variants first.</summary>
internal sealed class CompiledPrerequisite
{
    public CompiledPrerequisite(string flag, string[] variants, int position)
    {
        Flag = flag;
        Variants = variants;
        Position = position;
    }

    public string Flag { get; }

    public string[] Variants { get; }

    /// <summary>Gets where the prerequisite stands in its document, for the linker's diagnostics.</summary>
    public int Position { get; }

    /// <summary>Gets or sets the required flag's place; set by the linker before the snapshot is published.</summary>
    public FlagSlot Slot { get; set; } = null!;

    public bool Accepts(CompiledVariant? variant)
    {
        foreach (string name in Variants)
        {
            if (variant is not null && variant.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
