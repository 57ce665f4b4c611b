namespace ModularRollout.Snapshots;

/// <summary>The flags that flags require.</summary>
internal sealed class PrerequisiteGraph : ReferenceGraph
{
    private readonly CompiledFlag?[] _flags;
    private readonly SegmentGraph _segments;

    public PrerequisiteGraph(
        CompiledFlag?[] flags, SegmentGraph segments, LinkDiagnostics diagnostics, Func<int, (CompiledLayer Layer, int Position)> place)
        : base(flags.Length, diagnostics, place)
    {
        _flags = flags;
        _segments = segments;
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

    protected override string NameOf(int node) => _flags[node]!.Name;

    protected override void ReportCycle(LinkDiagnostics diagnostics, CompiledLayer layer, int position, string cycle) =>
        diagnostics.PrerequisiteCycle(layer, position, cycle);
}
