namespace ModularRollout;

/// <summary>Says why a decision serves its variant.</summary>
public enum DecisionReason
{
    /// <summary>The flag serves one variant to everybody.</summary>
    Static,

    /// <summary>No target and no rule applied: <c>otherwise</c> serves one variant.</summary>
    Default,

    /// <summary>A target or a rule that serves one variant applied.</summary>
    TargetingMatch,

    /// <summary>A split placed the subject by its bucket.</summary>
    Split,

    /// <summary>The flag is not enabled, or its kill switch is on: <c>off</c> is served.</summary>
    Disabled,

    /// <summary>A flag that this one requires does not serve a required variant: <c>off</c> is served.</summary>
    PrerequisiteFailed,

    /// <summary>Trusted code forced the variant in the evaluation context.</summary>
    Forced,

    /// <summary>A running rollout placed the subject, in its ring or by its share.</summary>
    Rollout,

    /// <summary>No decision was possible; the decision's error says which.</summary>
    Error,
}
