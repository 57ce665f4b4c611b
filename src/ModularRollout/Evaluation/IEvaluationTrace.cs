using ModularRollout.Snapshots;

namespace ModularRollout.Evaluation;

/// <summary>Watches an evaluation. A struct, so that <see cref="NoTrace"/> costs nothing: deciding and explaining are one walk.</summary>
internal interface IEvaluationTrace
{
    void Enabled(CompiledFlag flag);

    void Prerequisite(CompiledPrerequisite prerequisite, CompiledDecision? decision, bool holds);

    void Forced(string variant, bool applies);

    void Targets(CompiledTargets targets, in EvaluationContext context, CompiledDecision? decision);

    void Rule(in CompiledRule rule, in EvaluationContext context, FeatureSnapshot snapshot, bool matches);

    void Bucket(CompiledSplit split, in EvaluationContext context, FeatureSnapshot snapshot, bool hasKey, ulong hash, CompiledDecision decision);

    void Exposure(CompiledExposure exposure, CompiledDecision? decision);

    void Serves(CompiledDecision decision);
}

/// <summary>Watches nothing.</summary>
internal readonly struct NoTrace : IEvaluationTrace
{
    public void Enabled(CompiledFlag flag)
    {
    }

    public void Prerequisite(CompiledPrerequisite prerequisite, CompiledDecision? decision, bool holds)
    {
    }

    public void Forced(string variant, bool applies)
    {
    }

    public void Targets(CompiledTargets targets, in EvaluationContext context, CompiledDecision? decision)
    {
    }

    public void Rule(in CompiledRule rule, in EvaluationContext context, FeatureSnapshot snapshot, bool matches)
    {
    }

    public void Bucket(CompiledSplit split, in EvaluationContext context, FeatureSnapshot snapshot, bool hasKey, ulong hash, CompiledDecision decision)
    {
    }

    public void Exposure(CompiledExposure exposure, CompiledDecision? decision)
    {
    }

    public void Serves(CompiledDecision decision)
    {
    }
}
