namespace ModularRollout.Snapshots.Conditions;

/// <summary>A condition made of conditions.</summary>
internal abstract class Connective : CompiledCondition
{
    private readonly string _word;

    protected Connective(string word, CompiledCondition[] parts)
    {
        _word = word;
        Parts = parts;
    }

    protected CompiledCondition[] Parts { get; }

    public sealed override ExplanationStep Explain(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        var steps = new List<ExplanationStep>(Parts.Length);
        foreach (CompiledCondition part in Parts)
        {
            steps.Add(part.Explain(context, snapshot));
        }

        return new ExplanationStep(_word, Matches(context, snapshot), null, steps);
    }
}

/// <summary>All parts hold; none at all is true.</summary>
internal sealed class AllCondition : Connective
{
    public AllCondition(CompiledCondition[] parts)
        : base("all", parts)
    {
    }

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        foreach (CompiledCondition part in Parts)
        {
            if (!part.Matches(context, snapshot))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Any part holds; none at all is false.</summary>
internal sealed class AnyCondition : Connective
{
    public AnyCondition(CompiledCondition[] parts)
        : base("any", parts)
    {
    }

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        foreach (CompiledCondition part in Parts)
        {
            if (part.Matches(context, snapshot))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The part does not hold.</summary>
internal sealed class NotCondition : Connective
{
    public NotCondition(CompiledCondition part)
        : base("not", [part])
    {
    }

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot) => !Parts[0].Matches(context, snapshot);
}
