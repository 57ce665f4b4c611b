using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Governance;

/// <summary>When flags were last of use: decided themselves, or required by a flag that was, which is not counted as a decision of theirs.</summary>
internal static class FlagUse
{
    public static Dictionary<string, DateTimeOffset> Of(FeatureSnapshot snapshot, DecisionSightings sightings)
    {
        var last = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (CompiledFlag? flag in snapshot.ByIndex)
        {
            if (flag is not null && sightings.LastOf(flag.Name) is { } at)
            {
                last[flag.Name] = at;
            }
        }

        // Requirements are no circle, so this comes to an end.
        while (Spread(snapshot, last))
        {
        }

        return last;
    }

    private static bool Spread(FeatureSnapshot snapshot, Dictionary<string, DateTimeOffset> last)
    {
        bool hasSpread = false;
        foreach (CompiledFlag? flag in snapshot.ByIndex)
        {
            foreach (CompiledPrerequisite required in flag?.Targeting?.Requires ?? [])
            {
                if (last.TryGetValue(flag!.Name, out DateTimeOffset at) && last.GetValueOrDefault(required.Flag) < at)
                {
                    last[required.Flag] = at;
                    hasSpread = true;
                }
            }
        }

        return hasSpread;
    }
}
