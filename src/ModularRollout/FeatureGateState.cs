namespace ModularRollout;

/// <summary>Says how well a gate is doing.</summary>
public enum FeatureGateState
{
    /// <summary>There is no snapshot yet: keys serve their fallbacks.</summary>
    NotReady,

    /// <summary>Every provider delivered, and what it delivered is in force.</summary>
    Ready,

    /// <summary>Decisions are made, but something needs attention: the status says what.</summary>
    Degraded,

    /// <summary>Decisions are made, but a provider has been silent for three times <see cref="FeatureGateOptions.FreshWithin"/>.</summary>
    Stale,
}
