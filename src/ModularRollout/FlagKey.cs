using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Names a flag in code.</summary>
/// <remarks>
/// Meant for <see langword="static"/> <see langword="readonly"/> fields: a gate binds a key once and then finds its flag by array index.
/// Thread-safe. One key may be used with any number of gates.
/// </remarks>
public abstract class FlagKey
{
    private protected FlagKey(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>Gets the flag's name, compared ordinally.</summary>
    public string Name { get; }

    /// <summary>The gate that bound this key first; further gates keep their bindings in a weak table.</summary>
    internal FlagSlot? Slot;
}
