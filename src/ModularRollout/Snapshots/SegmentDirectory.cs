namespace ModularRollout.Snapshots;

/// <summary>The places of all segment names a gate has ever seen. Used by the publisher alone, under its lock.</summary>
internal sealed class SegmentDirectory
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    public int Count => _indexes.Count;

    public int GetOrAdd(string name)
    {
        if (!_indexes.TryGetValue(name, out int index))
        {
            _indexes.Add(name, index = _indexes.Count);
        }

        return index;
    }

    public int Find(string name) => _indexes.TryGetValue(name, out int index) ? index : -1;
}
