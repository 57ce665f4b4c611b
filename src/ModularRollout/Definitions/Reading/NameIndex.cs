namespace ModularRollout.Definitions.Reading;

/// <summary>Numbers the names of one object in their order; the names must come from one <see cref="StringPool"/>.</summary>
internal sealed class NameIndex
{
    private const int LongestScan = 8;

    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _numbers = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<string> Names => _names;

    public void Clear()
    {
        _names.Clear();
        _numbers.Clear();
    }

    /// <summary>Adds a name; <see langword="false"/> if it is there already.</summary>
    public bool TryAdd(string name)
    {
        if (Find(name) >= 0)
        {
            return false;
        }

        _names.Add(name);
        if (_names.Count > LongestScan)
        {
            _numbers.Add(name, _names.Count - 1);
        }

        return true;
    }

    /// <summary>Gets the name's number, or -1.</summary>
    public int Find(string name)
    {
        int scan = Math.Min(_names.Count, LongestScan);
        for (int i = 0; i < scan; i++)
        {
            if (ReferenceEquals(_names[i], name))
            {
                return i;
            }
        }

        return _names.Count > LongestScan && _numbers.TryGetValue(name, out int number) ? number : -1;
    }
}
