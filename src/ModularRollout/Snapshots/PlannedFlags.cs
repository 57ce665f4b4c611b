using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>The flags of a snapshot that have a plan.</summary>
internal static class PlannedFlags
{
    /// <summary>Gets the definitions of a snapshot's flags that have a plan, enabled or not.</summary>
    public static List<FlagDefinition> Of(FeatureSnapshot snapshot)
    {
        var planned = new List<FlagDefinition>();
        SnapshotContent content = snapshot.Content;
        foreach (FlagOrigin origin in SnapshotPrinter.InOrder(content))
        {
            CompiledLayer layer = content.Layers[origin.Layer];
            LayerFlag entry = layer.Flags[origin.Entry];
            if (entry.HasPlan)
            {
                planned.Add(new FlagDefinition(entry.Flag.Name, layer.Name, layer.Document.Bytes.Slice(entry.Start, entry.Length)));
            }
        }

        return planned;
    }
}
