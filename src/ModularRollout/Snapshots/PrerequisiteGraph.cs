namespace ModularRollout.Snapshots;

/// <summary>The flags that flags require.</summary>
internal sealed class PrerequisiteGraph : ReferenceGraph
{
    private readonly CompiledFlag?[] _flags;
    private readonly SegmentGraph _segments;
    private readonly LinkDiagnostics _diagnostics;
    private readonly Func<int, (CompiledLayer Layer, int Position)> _place;

    public PrerequisiteGraph(
        CompiledFlag?[] flags, SegmentGraph segments, LinkDiagnostics diagnostics, Func<int, (CompiledLayer Layer, int Position)> place)
        : base(flags.Length)
    {
        _flags = flags;
        _segments = segments;
        _diagnostics = diagnostics;
        _place = place;
    }

    protected override long OwnCost(int node) =>
        _flags[node]!.Targeting is { } targeting ? targeting.Cost + _segments.CostOf(targeting.Segments) : 0;

    protected override IEnumerable<int> References(int node)
    {
        foreach (CompiledPrerequisite prerequisite in _flags[node]!.Targeting?.Requires ?? [])
        {
            yield return prerequisite.Slot.Index;
        }
    }

    protected override void ReportCycle(IReadOnlyList<int> cycle)
    {
        var names = new List<string>(cycle.Count + 1);
        foreach (int node in cycle)
        {
            names.Add(_flags[node]!.Name);
        }

        names.Add(names[0]);
        Report(cycle[0], (layer, position) => _diagnostics.PrerequisiteCycle(layer, position, string.Join(" → ", names)));
    }

    protected override void ReportDeep(int node) => Report(node, _diagnostics.TooDeep);

    protected override void ReportCostly(int node, long cost) =>
        Report(node, (layer, position) => _diagnostics.TooCostly(layer, position, cost));

    private void Report(int node, Action<CompiledLayer, int> report)
    {
        (CompiledLayer layer, int position) = _place(node);
        report(layer, position);
    }
}
