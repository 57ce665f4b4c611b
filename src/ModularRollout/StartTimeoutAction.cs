namespace ModularRollout;

/// <summary>Says what a gate does when it has no snapshot when its start times out.</summary>
public enum StartTimeoutAction
{
    /// <summary>The start throws: the application does not run without its definitions.</summary>
    Throw,

    /// <summary>The start completes; decisions are <see cref="DecisionError.NotReady"/>, and keys serve their fallbacks, until the providers deliver.</summary>
    ServeFallbacks,
}
