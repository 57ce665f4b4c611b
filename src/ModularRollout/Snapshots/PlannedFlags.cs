using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>The flags that have a plan, as their providers define them: what running rollouts have locked is looked through.</summary>
internal static class PlannedFlags
{
    /// <summary>Gets the definitions of a snapshot's flags that have a plan, enabled or not.</summary>
    public static List<FlagDefinition> Of(FeatureSnapshot snapshot)
    {
        var planned = new List<FlagDefinition>();
        CompiledLayer[] layers = snapshot.Content.Layers;
        for (int i = 0; i < layers.Length; i++)
        {
            foreach (LayerFlag entry in layers[i].IsLock ? [] : layers[i].Flags)
            {
                if (entry.HasPlan && Find(layers.AsSpan(i + 1), entry.Flag.Name) is null)
                {
                    planned.Add(Definition(layers[i], entry));
                }
            }
        }

        return planned;
    }

    /// <summary>Finds a flag's definition in the topmost layer that has one.</summary>
    public static FlagDefinition? Find(ReadOnlySpan<CompiledLayer> layers, string flag)
    {
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            foreach (LayerFlag entry in layers[i].IsLock ? [] : layers[i].Flags)
            {
                if (entry.Flag.Name == flag)
                {
                    return Definition(layers[i], entry);
                }
            }
        }

        return null;
    }

    private static FlagDefinition Definition(CompiledLayer layer, LayerFlag entry) =>
        new(entry.Flag.Name, layer.Name, layer.Document.Bytes.Slice(entry.Start, entry.Length));
}
