using System.Text.Json.Serialization.Metadata;

namespace ModularRollout.Snapshots;

/// <summary>The place of one flag name in one gate: it outlives snapshots.</summary>
internal sealed class FlagSlot
{
    /// <summary>The place of a key that no gate has bound yet.</summary>
    public static readonly FlagSlot Unbound = new(null, "", 0, 0);

    /// <summary>The index, or -1 while the kill switch is on: looking for a flag and asking for its kill switch are one load.</summary>
    private volatile int _liveIndex;

    private JsonTypeInfo[] _bindings = [];

    public FlagSlot(FlagDirectory? directory, string name, ulong hash, int index)
    {
        Directory = directory;
        Name = name;
        Hash = hash;
        Index = index;
        _liveIndex = index;
    }

    /// <summary>Gets the directory, which is the identity of the gate.</summary>
    public FlagDirectory? Directory { get; }

    public string Name { get; }

    /// <summary>Gets the hash of the name in the directory.</summary>
    public ulong Hash { get; }

    /// <summary>Gets the flag's index in every snapshot of the gate.</summary>
    public int Index { get; }

    /// <summary>Gets the flag's index while its kill switch is off; -1 while it is on.</summary>
    public int LiveIndex => _liveIndex;

    /// <summary>Gets or sets whether the kill switch is on: beside the snapshot, so that pinned snapshots see it.</summary>
    public bool Killed
    {
        get => _liveIndex < 0;
        set => _liveIndex = value ? -1 : Index;
    }

    /// <summary>Gets how the keys that bound this flag read object variants.</summary>
    public ReadOnlySpan<JsonTypeInfo> Bindings => Volatile.Read(ref _bindings);

    /// <summary>Remembers how a key reads object variants; called under the directory's lock.</summary>
    public void Add(JsonTypeInfo json)
    {
        if (Array.IndexOf(_bindings, json) < 0)
        {
            Volatile.Write(ref _bindings, [.. _bindings, json]);
        }
    }
}
