namespace ModularRollout.Snapshots;

/// <summary>Compares two snapshots of one gate: the later one has a place for every flag of the earlier one.</summary>
internal static class SnapshotDifference
{
    public static List<FlagChange> Between(SnapshotContent before, SnapshotContent after)
    {
        var changes = new List<FlagChange>(Math.Abs(after.FlagCount - before.FlagCount));
        for (int i = 0; i < after.Flags.Length; i++)
        {
            CompiledFlag? old = i < before.Flags.Length ? before.Flags[i] : null;
            CompiledFlag? now = after.Flags[i];
            if (!ReferenceEquals(old, now) && KindOf(old, now) is { } kind)
            {
                changes.Add(new FlagChange((now ?? old)!.Name, kind));
            }
        }

        AddMissing(changes, before.Kills, after.Kills, FlagChangeKind.Revived);
        AddMissing(changes, after.Kills, before.Kills, FlagChangeKind.Killed);
        return changes;
    }

    private static FlagChangeKind? KindOf(CompiledFlag? old, CompiledFlag? now) =>
        old is null ? FlagChangeKind.Added
        : now is null ? FlagChangeKind.Removed
        : old.Hash != now.Hash ? FlagChangeKind.Changed
        : old.Targeting?.Exposure?.State == now.Targeting?.Exposure?.State ? null
        : FlagChangeKind.Exposed;

    private static void AddMissing(List<FlagChange> changes, string[] from, string[] other, FlagChangeKind kind)
    {
        foreach (string name in from)
        {
            if (Array.BinarySearch(other, name, StringComparer.Ordinal) < 0)
            {
                changes.Add(new FlagChange(name, kind));
            }
        }
    }
}
