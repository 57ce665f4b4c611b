namespace ModularRollout.Snapshots;

/// <summary>The attributes that one document names, one reference for each.</summary>
internal sealed class AttributeRefs
{
    private readonly Dictionary<string, AttributeRef> _byName = new(StringComparer.Ordinal);

    public AttributeRef Of(string name)
    {
        if (!_byName.TryGetValue(name, out AttributeRef? attribute))
        {
            _byName.Add(name, attribute = new AttributeRef(name));
        }

        return attribute;
    }
}
