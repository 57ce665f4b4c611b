namespace ModularRollout.Testing;

/// <summary>Says that a rollout or a decision is not what a test expects.</summary>
public sealed class RolloutAssertionException : Exception
{
    internal RolloutAssertionException(string message)
        : base(message)
    {
    }
}
