namespace ModularRollout;

/// <summary>Says what prevented a decision.</summary>
public enum DecisionError
{
    /// <summary>Nothing did.</summary>
    None,

    /// <summary>No provider defines the flag.</summary>
    FlagNotFound,

    /// <summary>The variant's value is not of the key's type, or does not convert to it exactly.</summary>
    TypeMismatch,

    /// <summary>A split needed the targeting key, or its <c>by</c> attribute, and the context has no usable one: <c>off</c> is served.</summary>
    TargetingKeyMissing,

    /// <summary>The gate has no snapshot yet.</summary>
    NotReady,

    /// <summary>Anything else.</summary>
    General,
}
