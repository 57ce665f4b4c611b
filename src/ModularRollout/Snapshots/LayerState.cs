using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>What one layer has delivered, and what of it is in force. Guarded by the lock of its stack.</summary>
internal sealed class LayerState
{
    private string? _version;
    private UInt128 _hash;

    public LayerState(string name) => Name = name;

    public string Name { get; }

    /// <summary>Gets the last document without errors of its own.</summary>
    public CompiledLayer? Candidate { get; private set; }

    /// <summary>Gets or sets the last known good copy, for as long as the provider has not delivered.</summary>
    public CompiledLayer? Copy { get; set; }

    /// <summary>Gets or sets the document in force.</summary>
    public CompiledLayer? InForce { get; set; }

    /// <summary>Gets the problems of the document that was delivered last.</summary>
    public IReadOnlyList<DefinitionDiagnostic> Own { get; private set; } = [];

    /// <summary>Gets or sets the problems of putting it together with the other layers.</summary>
    public DefinitionDiagnostic[] Linking { get; set; } = [];

    /// <summary>Gets whether the document that was delivered last has errors of its own.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Gets whether the provider has delivered anything.</summary>
    public bool HasDelivered => _version is not null;

    /// <summary>Gets whether the document in force is not the one that was delivered last.</summary>
    public bool IsOld => InForce is not null && (IsRefused || !ReferenceEquals(InForce, Candidate));

    /// <summary>Gets the document to put in force next.</summary>
    public CompiledLayer? Next => Candidate ?? Copy;

    /// <summary>Compares a delivery with those before, without reading it.</summary>
    /// <returns><see langword="null"/> when it is new.</returns>
    public LayerAnswer? Compare(string version, UInt128 hash)
    {
        if (version == _version)
        {
            return hash != _hash ? LayerAnswer.Contradicted : IsRefused ? LayerAnswer.Refused : LayerAnswer.Same;
        }

        return null;
    }

    public void Accept(CompiledLayer layer, UInt128 hash)
    {
        Remember(layer, hash);
        Candidate = layer;
    }

    public void Refuse(CompiledLayer layer, UInt128 hash) => Remember(layer, hash);

    private void Remember(CompiledLayer layer, UInt128 hash)
    {
        _version = layer.Version;
        _hash = hash;
        Own = layer.Document.Diagnostics;
        Linking = [];
        IsRefused = layer.Document.HasErrors;
    }
}
