namespace ModularRollout.Snapshots;

/// <summary>Single targeting keys and the decisions they get: a few are scanned, many are looked up.</summary>
internal sealed class CompiledTargets
{
    private const int MostScanned = 8;

    private readonly string[] _keys;
    private readonly CompiledDecision[] _decisions;
    private readonly Dictionary<string, CompiledDecision>? _table;

    public CompiledTargets(string[] keys, CompiledDecision[] decisions)
    {
        _keys = keys;
        _decisions = decisions;
        if (keys.Length > MostScanned)
        {
            _table = new Dictionary<string, CompiledDecision>(keys.Length, StringComparer.Ordinal);
            for (int i = 0; i < keys.Length; i++)
            {
                _table[keys[i]] = decisions[i];
            }

            _keys = [];
            _decisions = [];
        }
    }

    public int Count => _table?.Count ?? _keys.Length;

    public CompiledDecision? For(string? targetingKey)
    {
        if (targetingKey is null)
        {
            return null;
        }

        if (_table is not null)
        {
            return _table.GetValueOrDefault(targetingKey);
        }

        int index = Array.IndexOf(_keys, targetingKey);
        return index < 0 ? null : _decisions[index];
    }
}
