using System.Diagnostics;

namespace ModularRollout.Benchmarks.Floor;

/// <summary>The least code that can do a scenario's job: one virtual call that is not inlined, a look for listeners, an exact count.</summary>
internal abstract class FloorGate
{
    protected static readonly ActivitySource Source = new("ModularRollout.Floor");

    public abstract FloorDecision Decide(int flag, in FloorContext context);
}

/// <summary>As large as a real decision.</summary>
internal readonly struct FloorDecision(FloorOutcome outcome, ulong hash, object origin)
{
    public readonly FloorOutcome Outcome = outcome;
    public readonly ulong Hash = hash;
    public readonly object Origin = origin;
}

internal sealed class FloorOutcome(bool isEnabled, string text, int counter)
{
    public readonly bool IsEnabled = isEnabled;
    public readonly string Text = text;
    public readonly int Counter = counter;
}

/// <summary>As large as a real context; attributes are found by their place.</summary>
internal readonly struct FloorContext(string key, ulong keyHash, string[]? texts)
{
    public readonly string Key = key;
    public readonly ulong KeyHash = keyHash;
    public readonly string[]? Texts = texts;
    public readonly object? Unused = null;
}
