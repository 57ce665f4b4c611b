namespace ModularRollout.Rollouts.Stores;

/// <summary>An entry was not appended, because the journal has gone on without it.</summary>
/// <remarks>Somebody else appended. Read the journal again, and decide on what it says now.</remarks>
public sealed class RolloutConflictException : Exception
{
    /// <summary>Makes an exception without an explanation.</summary>
    public RolloutConflictException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What does not follow, and on what.</param>
    public RolloutConflictException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a cause.</summary>
    /// <param name="message">What does not follow, and on what.</param>
    /// <param name="innerException">The cause.</param>
    public RolloutConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
