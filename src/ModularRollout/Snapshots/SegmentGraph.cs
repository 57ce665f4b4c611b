using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>The segments that segments refer to.</summary>
internal sealed class SegmentGraph : ReferenceGraph
{
    private readonly CompiledSegment?[] _segments;

    public SegmentGraph(CompiledSegment?[] segments, LinkDiagnostics diagnostics, Func<int, (CompiledLayer Layer, int Position)> place)
        : base(segments.Length, diagnostics, place)
    {
        _segments = segments;
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

    protected override string NameOf(int node) => _segments[node]!.Name;

    protected override void ReportCycle(LinkDiagnostics diagnostics, CompiledLayer layer, int position, string cycle) =>
        diagnostics.SegmentCycle(layer, position, cycle);
}
