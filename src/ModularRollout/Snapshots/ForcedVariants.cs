namespace ModularRollout.Snapshots;

/// <summary>The variants that trusted code forces for one context: a handful, scanned.</summary>
internal sealed class ForcedVariants
{
    private readonly (string Flag, string Variant)[] _entries;

    public ForcedVariants((string Flag, string Variant)[] entries) => _entries = entries;

    public string? For(string flag)
    {
        foreach ((string name, string variant) in _entries)
        {
            if (name == flag)
            {
                return variant;
            }
        }

        return null;
    }

    public ForcedVariants With(string flag, string variant)
    {
        var entries = new List<(string, string)>(_entries.Length + 1);
        foreach ((string Flag, string Variant) entry in _entries)
        {
            if (entry.Flag != flag)
            {
                entries.Add(entry);
            }
        }

        entries.Add((flag, variant));
        return new ForcedVariants([.. entries]);
    }
}
