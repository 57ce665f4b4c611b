using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>One flag as the evaluator reads it.</summary>
internal sealed class CompiledFlag
{
    private readonly int _off;
    private RareDecisions? _rare;

    public CompiledFlag(string name, UInt128 hash, CompiledVariant[] variants, int off)
    {
        Name = name;
        Hash = hash;
        Variants = variants;
        _off = off;
    }

    private CompiledFlag(CompiledFlag unexposed)
        : this(unexposed.Name, unexposed.Hash, unexposed.Variants, unexposed._off)
    {
    }

    public string Name { get; }

    /// <summary>Gets the hash of the canonical text.</summary>
    public UInt128 Hash { get; }

    /// <summary>Gets the variants in the order of the line of buckets.</summary>
    public CompiledVariant[] Variants { get; }

    public CompiledVariant Off => Variants[_off];

    public bool IsEnabled { get; init; } = true;

    /// <summary>Gets whether the flag serves the baseline of its plan, because something it refers to is gone.</summary>
    public bool IsAtBaseline { get; private init; }

    /// <summary>Gets the decision of a flag that decides the same for every context without forced variants.</summary>
    public CompiledDecision? Constant { get; set; }

    /// <summary>Gets the split of a flag that is nothing but a split by targeting key, for contexts without forced variants.</summary>
    public CompiledSplit? Split { get; set; }

    /// <summary>Gets what is walked; <see langword="null"/> where <see cref="Constant"/> or <see cref="Split"/> says all.</summary>
    public CompiledTargeting? Targeting { get; set; }

    /// <summary>Gets the flag as it is without its rollout's exposure; itself where none is in force.</summary>
    public CompiledFlag Unexposed => Targeting?.Exposure?.Unexposed ?? this;

    /// <summary>Gets what a flag without <see cref="Targeting"/> serves.</summary>
    public CompiledServe Untargeted => Split is { } split ? new CompiledServe(split) : new CompiledServe(Constant!);

    /// <summary>Gets the decisions that few flags ever make, made when they are first needed.</summary>
    public RareDecisions Rare => Volatile.Read(ref _rare) ?? Interlocked.CompareExchange(ref _rare, new RareDecisions(this), null) ?? _rare;

    /// <summary>Makes the flag as it is under a rollout's exposure; a flag that is not enabled is the same under any.</summary>
    public CompiledFlag Expose(RolloutExposure exposure, SegmentCondition[] audiences)
    {
        if (Targeting?.Plan is not { } plan)
        {
            return this;
        }

        var exposed = new CompiledFlag(Unexposed);
        exposed.Targeting = Targeting.Exposed(new CompiledExposure(Unexposed, plan, exposure, audiences));
        exposed.Split = exposed.Targeting.AsSplit();
        return exposed;
    }

    /// <summary>Makes the flag as it is where what it refers to is gone: the baseline for everybody. One that is not enabled refers to nothing.</summary>
    public CompiledFlag AtBaseline()
    {
        if (Targeting?.Plan is not { } plan)
        {
            return this;
        }

        var flag = new CompiledFlag(Name, ContentHash.OfDefinition('b', Name, Hash), Variants, _off) { IsAtBaseline = true };
        flag.Constant = new CompiledDecision(flag, plan.Baseline, DecisionReason.Default);
        return flag;
    }

    public int IndexOf(string variant)
    {
        for (int i = 0; i < Variants.Length; i++)
        {
            if (Variants[i].Name == variant)
            {
                return i;
            }
        }

        return -1;
    }
}
