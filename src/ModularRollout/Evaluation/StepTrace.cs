using System.Globalization;
using ModularRollout.Snapshots;

namespace ModularRollout.Evaluation;

/// <summary>Writes down the steps of an evaluation.</summary>
internal readonly struct StepTrace : IEvaluationTrace
{
    private readonly List<ExplanationStep> _steps;

    public StepTrace(List<ExplanationStep> steps) => _steps = steps;

    public IReadOnlyList<ExplanationStep> Steps => _steps;

    public void Killed() => Add("kill switch", true, "on: `off` is served");

    public void Undefined(DecisionError error) =>
        Add(error == DecisionError.NotReady ? "the gate has no snapshot yet" : "no provider defines this flag", null, null);

    public void Enabled(CompiledFlag flag) => Add("enabled", flag.IsEnabled, flag.IsEnabled ? null : "`off` is served");

    public void Prerequisite(CompiledPrerequisite prerequisite, CompiledDecision? decision, bool holds) =>
        Add($"requires {prerequisite.Flag} to be {string.Join(" or ", prerequisite.Variants)}", holds, $"it is {decision?.Variant?.Name ?? "not defined"}");

    public void Forced(string variant, bool applies) => Add($"forced variant {variant}", applies, applies ? null : "the flag has no such variant");

    public void Targets(CompiledTargets targets, in EvaluationContext context, CompiledDecision? decision) =>
        Add($"targets ({targets.Count} keys)", decision is not null, context.Key is { } key ? AttributeText.Quote(key) : "no targeting key");

    public void Rule(in CompiledRule rule, in EvaluationContext context, FeatureSnapshot snapshot, bool matches) =>
        _steps.Add(new ExplanationStep($"rule {rule.Name}", matches, null, [rule.Condition.Explain(context, snapshot)]));

    public void Bucket(CompiledSplit split, in EvaluationContext context, FeatureSnapshot snapshot, bool hasKey, ulong hash, CompiledDecision decision)
    {
        string by = split.By?.Name ?? AttributeRef.TargetingKey;
        string found = Value(split.By, context, snapshot);
        if (!hasKey)
        {
            Add($"split by {by}, salt \"{split.Salt}\"", false, $"{found}: no usable value, {decision.Variant!.Name} is served");
            return;
        }

        var ranges = new List<ExplanationStep>(split.Count);
        for (int i = 0; i < split.Count; i++)
        {
            CompiledDecision range = split.DecisionAt(i);
            double from = i == 0 ? 0 : Bucket(split.BoundAt(i - 1));
            double to = i < split.Count - 1 ? Bucket(split.BoundAt(i)) : 1;
            string arm = range.Arm == DecisionArm.None ? "" : $" ({range.Arm})";
            string text = string.Create(CultureInfo.InvariantCulture, $"{range.Variant!.Name}{arm} from {from:F6} to {to:F6}");
            ranges.Add(new ExplanationStep(text, ReferenceEquals(range, decision)));
        }

        _steps.Add(new ExplanationStep($"split by {by}, salt \"{split.Salt}\"", true, Place(found, hash), ranges));
    }

    public void Exposure(CompiledExposure exposure, CompiledDecision? decision)
    {
        string stage = string.Create(CultureInfo.InvariantCulture, $"rollout attempt {exposure.State.Attempt}, stage {exposure.State.Stage + 1}");
        Add(stage, true, decision is null ? "by share" : ReferenceEquals(decision, exposure.Ring) ? "in an audience" : "outside the audiences");
    }

    public void Serves(CompiledDecision decision) => Add(decision.Rule is null ? "otherwise" : "serve", true, decision.Variant!.Name);

    private static double Bucket(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    private static string Place(string found, ulong hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{found}, hash {hash:x16}, bucket {Bucket(hash):F6}");

    private static string Value(AttributeRef? by, in EvaluationContext context, FeatureSnapshot snapshot) =>
        by is not null ? AttributeText.Describe(by, context, snapshot) : context.Key is { } key ? AttributeText.Quote(key) : "absent";

    private void Add(string text, bool? applies, string? found) => _steps.Add(new ExplanationStep(text, applies, found));
}
