namespace ModularRollout;

/// <summary>What became of a document that a provider delivered.</summary>
internal enum LayerAnswer
{
    /// <summary>It is in force, or will be as soon as the other layers fit.</summary>
    Accepted,

    /// <summary>It is the one that was delivered last, and that one was good.</summary>
    Same,

    /// <summary>It has errors.</summary>
    Refused,

    /// <summary>It has the version of another document.</summary>
    Contradicted,
}
