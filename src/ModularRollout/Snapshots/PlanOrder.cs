namespace ModularRollout.Snapshots;

/// <summary>The order that the plans' <c>after</c> asks for: flags that do not exist, and circles.</summary>
/// <remarks>Chains may be as long as a backlog, so they are followed without recursion.</remarks>
internal sealed class PlanOrder
{
    private readonly CompiledFlag?[] _flags;
    private readonly FlagDirectory _directory;
    private readonly LinkDiagnostics _diagnostics;
    private readonly Func<int, (CompiledLayer Layer, int Position)> _place;

    // How many of a flag's predecessors have been followed, plus one; 0 for a flag not met yet.
    private readonly int[] _followed;
    private readonly List<int> _path = [];

    public PlanOrder(CompiledFlag?[] flags, FlagDirectory directory, LinkDiagnostics diagnostics, Func<int, (CompiledLayer Layer, int Position)> place)
    {
        _flags = flags;
        _directory = directory;
        _diagnostics = diagnostics;
        _place = place;
        _followed = new int[flags.Length];
    }

    public void Check()
    {
        for (int i = 0; i < _flags.Length; i++)
        {
            if (PlanOf(i) is { } plan)
            {
                WarnOfUnknown(i, plan.After, "after");
                WarnOfUnknown(i, plan.ConflictsWith, "conflictsWith");
                Follow(i);
            }
        }
    }

    private void Follow(int flag)
    {
        if (_followed[flag] > 0)
        {
            return;
        }

        Push(flag);
        while (_path.Count > 0)
        {
            int current = _path[^1];
            string[] after = PlanOf(current)?.After ?? [];
            int next = _followed[current]++ - 1;
            if (next == after.Length)
            {
                _path.RemoveAt(_path.Count - 1);
            }
            else if (IndexOf(after[next]) is var index and >= 0)
            {
                Visit(index);
            }
        }
    }

    private void Visit(int flag)
    {
        int start = _path.IndexOf(flag);
        if (start >= 0)
        {
            Report(_path.GetRange(start, _path.Count - start));
        }
        else if (_followed[flag] == 0)
        {
            Push(flag);
        }
    }

    private void Push(int flag)
    {
        _followed[flag] = 1;
        _path.Add(flag);
    }

    private void Report(List<int> cycle)
    {
        List<string> names = cycle.ConvertAll(flag => _flags[flag]!.Name);
        names.Add(names[0]);
        (CompiledLayer layer, int position) = _place(cycle[0]);
        _diagnostics.PlanCycle(layer, position, string.Join(" → ", names));
    }

    private void WarnOfUnknown(int flag, string[] named, string property)
    {
        foreach (string name in named)
        {
            if (IndexOf(name) < 0)
            {
                (CompiledLayer layer, int position) = _place(flag);
                _diagnostics.UnknownPlanFlag(layer, position, property, name, Names());
            }
        }
    }

    private CompiledPlan? PlanOf(int flag) => _flags[flag]?.Targeting?.Plan;

    private int IndexOf(string name) => _directory.Find(name) is { } slot && slot.Index < _flags.Length && _flags[slot.Index] is not null ? slot.Index : -1;

    private IEnumerable<string> Names()
    {
        foreach (CompiledFlag? flag in _flags)
        {
            if (flag is not null)
            {
                yield return flag.Name;
            }
        }
    }
}
