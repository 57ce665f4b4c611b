using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>A flag under a running rollout: it stands in for <c>otherwise</c>.</summary>
internal sealed class CompiledExposure
{
    private readonly SegmentCondition[] _audiences;

    public CompiledExposure(CompiledFlag flag, CompiledPlan plan, RolloutExposure state, SegmentCondition[] audiences)
    {
        Unexposed = flag;
        State = state;
        _audiences = audiences;
        By = plan.By;
        Folded = KeyHash.Fold(KeyHash.OfSalt(state.Salt));
        Ring = new CompiledDecision(flag, plan.Candidate, DecisionReason.Rollout, outcomes: state.Outcomes);
        Rest = new CompiledDecision(flag, plan.Baseline, DecisionReason.Rollout);
        Share = state.HasShare ? ShareOf(flag, plan, state) : null;
        ByValue = state.Outcomes is IOutcomesByValue { Values: { } values } outcomes ? new ValuedDecisions(values, outcomes) : null;
    }

    /// <summary>Gets the flag as it is without the exposure.</summary>
    public CompiledFlag Unexposed { get; }

    public RolloutExposure State { get; }

    /// <summary>Gets the attribute that is bucketed; <see langword="null"/> for the targeting key.</summary>
    public AttributeRef? By { get; }

    /// <summary>Gets the part of a subject's hash that depends on the salt alone.</summary>
    public ulong Folded { get; }

    /// <summary>Gets the decision in an audience: the candidate, in no arm.</summary>
    public CompiledDecision Ring { get; }

    /// <summary>Gets the decision outside the audiences while no share is exposed: the baseline, in no arm.</summary>
    public CompiledDecision Rest { get; }

    /// <summary>Gets the arms by bucket; <see langword="null"/> while no share is exposed.</summary>
    public CompiledSplit? Share { get; }

    /// <summary>Gets the decisions by the values of the subject; <see langword="null"/> where nothing is reported by them.</summary>
    public ValuedDecisions? ByValue { get; }

    /// <summary>Gets the split that the exposure is, where nothing but the bucket matters.</summary>
    public CompiledSplit? Split => _audiences.Length == 0 && ByValue is null ? Share : null;

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

    /// <summary>Subjects without a value to bucket get the baseline, in no arm.</summary>
    private static CompiledSplit ShareOf(CompiledFlag flag, CompiledPlan plan, RolloutExposure state)
    {
        var candidate = new CompiledDecision(flag, plan.Candidate, DecisionReason.Rollout, arm: DecisionArm.Candidate, hasBucket: true, outcomes: state.Outcomes);
        var baseline = new CompiledDecision(flag, plan.Baseline, DecisionReason.Rollout, arm: DecisionArm.Baseline, hasBucket: true, outcomes: state.Outcomes);
        var missing = new CompiledDecision(flag, plan.Baseline, DecisionReason.Error, error: DecisionError.TargetingKeyMissing);
        return state.IsEverything
            ? new CompiledSplit(plan.By, state.Salt, [], [candidate], missing)
            : new CompiledSplit(plan.By, state.Salt, [state.Bound], [candidate, baseline], missing);
    }
}
