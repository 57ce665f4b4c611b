namespace ModularRollout;

/// <summary>Names the cohort of a running rollout in which a decision counts.</summary>
public enum DecisionArm
{
    /// <summary>The subject was not assigned at random, or no rollout is running.</summary>
    None,

    /// <summary>The cohort that keeps the variant of before the rollout.</summary>
    Baseline,

    /// <summary>The cohort that gets the rollout's new variant.</summary>
    Candidate,
}
