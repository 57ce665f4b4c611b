namespace ModularRollout.Definitions;

/// <summary>The conditions of one flag or segment: flat, and reused from one to the next.</summary>
internal sealed class ParsedConditions
{
    /// <summary>Gets the nodes of all conditions, each in pre-order.</summary>
    public List<ParsedCondition> Nodes { get; } = [];

    /// <summary>Gets the entries of all lists.</summary>
    public List<ParsedValue> Values { get; } = [];

    public void Clear()
    {
        Nodes.Clear();
        Values.Clear();
    }
}
