namespace ModularRollout.Definitions;

/// <summary>Says what a flag is for, and so how long it should live.</summary>
public enum FlagKind
{
    /// <summary>Separates the release of a change from its deployment; removed when the change holds.</summary>
    Release,

    /// <summary>Compares variants to answer a question; removed when it is answered.</summary>
    Experiment,

    /// <summary>Lets operators turn something down or off; may be permanent.</summary>
    Operations,

    /// <summary>Grants a capability to some subjects; may be permanent.</summary>
    Permission,

    /// <summary>Moves a store or an implementation through safe states.</summary>
    Migration,
}
