namespace ModularRollout.Snapshots;

/// <summary>Single targeting keys and the decisions they get.</summary>
internal sealed class CompiledTargets
{
    private readonly Dictionary<string, CompiledDecision> _decisions;

    public CompiledTargets(Dictionary<string, CompiledDecision> decisions) => _decisions = decisions;

    public int Count => _decisions.Count;

    public CompiledDecision? For(string? targetingKey) =>
        targetingKey is not null && _decisions.TryGetValue(targetingKey, out CompiledDecision? decision) ? decision : null;
}
