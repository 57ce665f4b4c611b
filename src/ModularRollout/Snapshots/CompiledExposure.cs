using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>A flag under a running rollout: it stands in for <c>otherwise</c>.</summary>
internal sealed class CompiledExposure
{
    private readonly SegmentCondition[] _audiences;
    private readonly CompiledDecision _candidate;
    private readonly CompiledDecision _baseline;

    public CompiledExposure(CompiledFlag flag, CompiledPlan plan, RolloutExposure exposure, SegmentCondition[] audiences)
    {
        Exposure = exposure;
        By = plan.By;
        Folded = KeyHash.Fold(KeyHash.OfSalt(exposure.Salt));
        _audiences = audiences;
        _candidate = new CompiledDecision(flag, plan.Candidate, DecisionReason.Rollout, arm: DecisionArm.Candidate, hasBucket: true);
        _baseline = new CompiledDecision(flag, plan.Baseline, DecisionReason.Rollout, arm: DecisionArm.Baseline, hasBucket: true);
        Ring = new CompiledDecision(flag, plan.Candidate, DecisionReason.Rollout);
        Rest = new CompiledDecision(flag, plan.Baseline, DecisionReason.Rollout);
        Missing = new CompiledDecision(flag, plan.Baseline, DecisionReason.Error, error: DecisionError.TargetingKeyMissing);
    }

    public RolloutExposure Exposure { get; }

    public AttributeRef? By { get; }

    public ulong Folded { get; }

    public bool HasShare => Exposure.HasShare;

    /// <summary>Gets the decision in an audience: the candidate, in no arm.</summary>
    public CompiledDecision Ring { get; }

    /// <summary>Gets the decision outside the audiences while no share is exposed.</summary>
    public CompiledDecision Rest { get; }

    /// <summary>Gets the decision without a value to bucket: the baseline, in no arm.</summary>
    public CompiledDecision Missing { get; }

    public bool IsInAudience(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        foreach (SegmentCondition audience in _audiences)
        {
            if (audience.Matches(context, snapshot))
            {
                return true;
            }
        }

        return false;
    }

    public CompiledDecision Pick(ulong hash) => hash < Exposure.Bound || Exposure.IsEverything ? _candidate : _baseline;
}
