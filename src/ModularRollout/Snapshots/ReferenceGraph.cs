namespace ModularRollout.Snapshots;

/// <summary>References among flags, or among segments: finds cycles, and bounds how deep and how costly following them is.</summary>
internal abstract class ReferenceGraph
{
    /// <summary>References of references deeper than this are refused, so that evaluating never runs out of stack.</summary>
    public const int DeepestChain = 32;

    /// <summary>An evaluation that could ask more tests than this is refused, so that none takes noticeable time.</summary>
    public const long CostliestEvaluation = 100_000;

    private readonly LinkDiagnostics _diagnostics;
    private readonly Func<int, (CompiledLayer Layer, int Position)> _place;
    private readonly Mark[] _marks;
    private readonly long[] _costs;
    private readonly int[] _depths;
    private readonly List<int> _path = [];

    /// <summary>Creates a graph.</summary>
    /// <param name="count">The number of nodes.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <param name="place">Tells where a node stands.</param>
    protected ReferenceGraph(int count, LinkDiagnostics diagnostics, Func<int, (CompiledLayer Layer, int Position)> place)
    {
        _diagnostics = diagnostics;
        _place = place;
        _marks = new Mark[count];
        _costs = new long[count];
        _depths = new int[count];
    }

    private enum Mark : byte
    {
        New,
        Open,
        Done,
    }

    /// <summary>Follows the references of a node, once; reports what is wrong.</summary>
    /// <returns>The number of tests that evaluating it may ask.</returns>
    public long Follow(int node)
    {
        if (_marks[node] == Mark.Done)
        {
            return _costs[node];
        }

        _marks[node] = Mark.Open;
        _path.Add(node);
        long cost = OwnCost(node);
        foreach (int next in References(node))
        {
            cost = Math.Min(cost + FollowReference(node, next), long.MaxValue / 2);
        }

        _path.RemoveAt(_path.Count - 1);
        _marks[node] = Mark.Done;
        _costs[node] = cost;
        if (cost > CostliestEvaluation)
        {
            _costs[node] = 0;
            (CompiledLayer layer, int position) = _place(node);
            _diagnostics.TooCostly(layer, position, cost);
        }

        return _costs[node];
    }

    protected abstract long OwnCost(int node);

    protected abstract IEnumerable<int> References(int node);

    protected abstract string NameOf(int node);

    /// <summary>Reports nodes that refer to each other in a circle, written out by name.</summary>
    protected abstract void ReportCycle(LinkDiagnostics diagnostics, CompiledLayer layer, int position, string cycle);

    private long FollowReference(int node, int next)
    {
        if (_marks[next] == Mark.Open)
        {
            ReportCycle(_path.GetRange(_path.IndexOf(next), _path.Count - _path.IndexOf(next)));
            return 0;
        }

        if (_path.Count > DeepestChain)
        {
            ReportDeep(_path[0]);
            return 0;
        }

        long cost = Follow(next);
        _depths[node] = Math.Max(_depths[node], _depths[next] + 1);
        if (_depths[node] == DeepestChain + 1)
        {
            ReportDeep(node);
        }

        return cost;
    }

    private void ReportCycle(List<int> cycle)
    {
        List<string> names = cycle.ConvertAll(NameOf);
        names.Add(names[0]);
        (CompiledLayer layer, int position) = _place(cycle[0]);
        ReportCycle(_diagnostics, layer, position, string.Join(" → ", names));
    }

    private void ReportDeep(int node)
    {
        (CompiledLayer layer, int position) = _place(node);
        _diagnostics.TooDeep(layer, position);
    }
}
