namespace ModularRollout.Snapshots;

/// <summary>The form in which a rollout's state enters a compile: how far one flag is exposed. Why it stands there is the rollout's to say.</summary>
internal sealed class RolloutExposure
{
    public required string Flag { get; init; }

    /// <summary>Gets the attempt, 1-based.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets the stage's index in the plan.</summary>
    public required int Stage { get; init; }

    /// <summary>Gets the segments of this and earlier stages, which get the candidate without an arm.</summary>
    public string[] Audiences { get; init; } = [];

    /// <summary>Gets whether the stage exposes a share at random.</summary>
    public bool HasShare { get; init; }

    /// <summary>Gets the exclusive upper bound of the candidate's buckets.</summary>
    public ulong Bound { get; init; }

    /// <summary>Gets whether the share is everything, which has no bound.</summary>
    public bool IsEverything { get; init; }

    /// <summary>Gets the salt: <c>&lt;flag&gt;/rollout</c>, with new buckets <c>&lt;flag&gt;/rollout/&lt;attempt&gt;</c>.</summary>
    public required string Salt { get; init; }

    /// <summary>Gets who takes the outcomes of the arms and rings; <see langword="null"/> where nothing is guarded.</summary>
    public IOutcomeSink? Outcomes { get; init; }
}
