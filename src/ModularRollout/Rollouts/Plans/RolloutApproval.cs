namespace ModularRollout.Rollouts.Plans;

/// <summary>The sign-off that entering a stage waits for.</summary>
public sealed class RolloutApproval
{
    internal RolloutApproval(IReadOnlyList<string> from, int count)
    {
        From = from;
        Count = count;
    }

    /// <summary>Gets the groups whose members may approve.</summary>
    /// <value>One at least.</value>
    public IReadOnlyList<string> From { get; }

    /// <summary>Gets how many distinct actors must approve.</summary>
    /// <value>1 or more. The default is 1.</value>
    public int Count { get; }
}
