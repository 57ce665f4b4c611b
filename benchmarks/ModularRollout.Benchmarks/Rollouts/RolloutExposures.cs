using ModularRollout.Snapshots;

namespace ModularRollout.Benchmarks.Rollouts;

/// <summary>Exposures as a controller makes them.</summary>
internal static class RolloutExposures
{
    public const ulong Half = 1UL << 63;

    public static RolloutExposure Of(string flag, ulong bound, IOutcomeSink? outcomes = null) =>
        new() { Flag = flag, Attempt = 1, Stage = 0, HasShare = true, Bound = bound, Salt = flag + "/rollout", Outcomes = outcomes };
}
