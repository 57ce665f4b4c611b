using System.Text;

namespace ModularRollout.Snapshots;

/// <summary>Makes the layer above all providers that keeps what running rollouts have locked.</summary>
/// <remarks>
/// Only a flag whose locked part was changed, or that was deleted, is in it: with the locked part as it was, and all else as it is now, or was in force last. With it come the segments and flags
/// that it refers to and no document defines any more. So nothing that documents define is hidden by it but a running flag.
/// </remarks>
internal static class LockedLayer
{
    /// <summary>The name under which the layer's flags say where they come from.</summary>
    public const string Name = "rollout-lock";

    /// <summary>Gets the layer's document; <see langword="null"/> where no flag needs it.</summary>
    /// <param name="layers">The layers of the providers.</param>
    /// <param name="inForce">All layers that are in force until now.</param>
    /// <param name="locks">What is locked.</param>
    /// <param name="compile">Compiles a document.</param>
    public static byte[]? Of(CompiledLayer[] layers, CompiledLayer[] inForce, LockedFlag[] locks, Func<byte[], CompiledLayer> compile)
    {
        var kept = new KeptDefinitions(layers);
        foreach (LockedFlag locked in locks)
        {
            string? now = PlannedFlags.Find(layers, locked.Flag)?.Json;
            if (locked.IsOver ? now is not null && LockedParts.BeginElsewhere(locked.Json, now) : now is null || !LockedParts.AreSame(locked.Json, now))
            {
                CompiledLayer[] last = locked.Kept is { Length: > 0 } journalled ? [compile(Encoding.UTF8.GetBytes(journalled)), .. inForce] : inForce;
                Keep(kept, locked, now, last, compile);
            }
        }

        return kept.IsEmpty ? null : kept.ToJson();
    }

    /// <summary>Keeps one flag; where its other parts do not fit what is locked, they too are those that were in force last, but for whether it is enabled.</summary>
    private static void Keep(KeptDefinitions kept, LockedFlag locked, string? now, CompiledLayer[] last, Func<byte[], CompiledLayer> compile)
    {
        string before = LastOf(last, locked);
        string json = LockedParts.Compose(locked.Json, now ?? before);
        if (Compile(locked.Flag, json, compile) is not { } flag)
        {
            json = LockedParts.Compose(locked.Json, before, now);
            flag = Compile(locked.Flag, json, compile);
        }

        if (flag is not null)
        {
            _ = kept.Add(locked.Flag, json, flag, last);
        }
    }

    private static string LastOf(CompiledLayer[] last, LockedFlag locked)
    {
        for (int i = last.Length - 1; i >= 0; i--)
        {
            if (KeptDefinitions.FindFlag([last[i]], locked.Flag) is { Json: { } json } && LockedParts.AreSame(locked.Json, json))
            {
                return json;
            }
        }

        return locked.Json;
    }

    private static CompiledFlag? Compile(string flag, string json, Func<byte[], CompiledLayer> compile)
    {
        CompiledLayer alone = compile(KeptDefinitions.Alone(flag, json));
        return alone.Document.HasErrors ? null : alone.Flags[0].Flag;
    }
}
