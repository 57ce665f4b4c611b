using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>The segments that segments refer to.</summary>
internal sealed class SegmentGraph : ReferenceGraph
{
    private readonly CompiledSegment?[] _segments;
    private readonly LinkDiagnostics _diagnostics;
    private readonly Func<int, (CompiledLayer Layer, int Position)> _place;

    public SegmentGraph(CompiledSegment?[] segments, LinkDiagnostics diagnostics, Func<int, (CompiledLayer Layer, int Position)> place)
        : base(segments.Length)
    {
        _segments = segments;
        _diagnostics = diagnostics;
        _place = place;
    }

    /// <summary>Gets the number of tests that some references may ask.</summary>
    public long CostOf(SegmentCondition[] references)
    {
        long cost = 0;
        foreach (SegmentCondition reference in references)
        {
            cost += Follow(reference.Index);
        }

        return cost;
    }

    protected override long OwnCost(int node) => _segments[node]!.Cost;

    protected override IEnumerable<int> References(int node)
    {
        foreach (SegmentCondition reference in _segments[node]!.Segments)
        {
            yield return reference.Index;
        }
    }

    protected override void ReportCycle(IReadOnlyList<int> cycle)
    {
        var names = new List<string>(cycle.Count + 1);
        foreach (int node in cycle)
        {
            names.Add(_segments[node]!.Name);
        }

        names.Add(names[0]);
        Report(cycle[0], (layer, position) => _diagnostics.SegmentCycle(layer, position, string.Join(" → ", names)));
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
