using System.IO.Hashing;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>The layers of a gate: takes documents, compiles them, and puts them in force together or not at all.</summary>
/// <remarks>Documents are compiled outside of the lock; only linking and the swap are serialized.</remarks>
internal sealed class LayerStack
{
    private readonly SnapshotPublisher _publisher;
    private readonly Func<string, DefinitionReadOptions> _read;
    private readonly Action<List<FlagChange>> _published;
    private readonly LayerState[] _layers;
    private LockedFlag[] _locks = [];
    private byte[]? _lockText;
    private bool _isClosed;

    /// <summary>Creates a stack.</summary>
    /// <param name="publisher">What links and swaps.</param>
    /// <param name="names">The names of the layers, the later ones on top.</param>
    /// <param name="read">How a layer's document is read.</param>
    /// <param name="published">Called after each publish, within the lock, so that order is kept; must be quick.</param>
    public LayerStack(SnapshotPublisher publisher, string[] names, Func<string, DefinitionReadOptions> read, Action<List<FlagChange>> published)
    {
        _publisher = publisher;
        _read = read;
        _published = published;
        _layers = Array.ConvertAll(names, static name => new LayerState(name));
    }

    /// <summary>Gets the lock under which everything is published, and under which the layers are looked at.</summary>
    public object Lock { get; } = new();

    public IReadOnlyList<LayerState> Layers => _layers;

    /// <summary>Gets what is wrong with what running rollouts have locked.</summary>
    public IReadOnlyList<DefinitionDiagnostic> LockDiagnostics { get; private set; } = [];

    /// <summary>Gets the snapshot in force.</summary>
    public FeatureSnapshot Current => _publisher.Current;

    /// <summary>Gets whether every provider has delivered something, be it refused; what fits is in force by then.</summary>
    public bool HaveAllDelivered
    {
        get
        {
            lock (Lock)
            {
                return Array.TrueForAll(_layers, static layer => layer.HasDelivered);
            }
        }
    }

    /// <summary>Takes what a provider delivered. Calls for one layer do not overlap.</summary>
    /// <param name="index">The layer.</param>
    /// <param name="payload">The document and its version.</param>
    /// <param name="diagnostics">The problems found now, the warnings among them.</param>
    /// <returns>What became of it.</returns>
    public LayerAnswer Offer(int index, in FlagPayload payload, out IReadOnlyList<DefinitionDiagnostic> diagnostics)
    {
        LayerState layer = _layers[index];
        UInt128 hash = XxHash128.HashToUInt128(payload.Utf8Json.Span);
        diagnostics = [];
        lock (Lock)
        {
            if (layer.Compare(payload.Version!, hash) is { } known)
            {
                return known;
            }
        }

        CompiledLayer compiled = Compile(layer.Name, payload);
        lock (Lock)
        {
            return Take(layer, compiled, hash, out diagnostics);
        }
    }

    /// <summary>Puts the layers in force as they are, where all have something to offer.</summary>
    public bool TryPublish()
    {
        lock (Lock)
        {
            return Publish(Array.ConvertAll(_layers, static layer => layer.Next));
        }
    }

    /// <summary>Puts last known good copies in force for layers that have not delivered; where what was delivered does not fit them, copies alone.</summary>
    /// <param name="copies">A document for each layer; <see langword="null"/> where there is none.</param>
    /// <returns>Whether there is a snapshot now.</returns>
    public bool Restore(FlagPayload?[] copies)
    {
        var compiled = new CompiledLayer?[_layers.Length];
        for (int i = 0; i < compiled.Length; i++)
        {
            compiled[i] = copies[i] is { } copy ? Compile(_layers[i].Name, copy) : null;
            compiled[i] = compiled[i] is { Document.HasErrors: true } ? null : compiled[i];
        }

        lock (Lock)
        {
            for (int i = 0; i < compiled.Length; i++)
            {
                _layers[i].Copy = compiled[i];
            }

            return _publisher.Current.Version > 0 || TryPublish() || Publish(compiled);
        }
    }

    /// <summary>Puts another set of kills in force; their slots have been set already.</summary>
    public void Kill(string[] kills)
    {
        lock (Lock)
        {
            long before = _publisher.Current.Version;
            List<FlagChange> changes = _publisher.Kill(kills);
            if (_publisher.Current.Version != before)
            {
                _published(changes);
            }
        }
    }

    /// <summary>Puts another set of rollout exposures in force, and with it what running rollouts have locked: one publish.</summary>
    public void Expose(RolloutExposure[] exposures, LockedFlag[] locks)
    {
        lock (Lock)
        {
            _locks = locks;
            CompiledLayer[] layers = InForce();
            byte[]? text = LockOf(layers);
            if (!text.AsSpan().SequenceEqual(_lockText))
            {
                // What is in force fits together with any lock, and with none.
                List<FlagChange>? changes = Link(layers, text, exposures, out DefinitionDiagnostic[] found);
                Blame(found, static layer => !layer.IsOld, isPublished: true);
                _published(changes!);
            }
            else if (!exposures.AsSpan().SequenceEqual(_publisher.Current.Content.Exposures))
            {
                _published(_publisher.Expose(exposures));
            }
        }
    }

    /// <summary>Ends publishing of documents: the snapshot in force stays.</summary>
    public void Close()
    {
        lock (Lock)
        {
            _isClosed = true;
        }
    }

    /// <summary>Gets the documents in force.</summary>
    public CompiledLayer[] InForce()
    {
        lock (Lock)
        {
            return Array.FindAll(_publisher.Current.Content.Layers, static layer => !layer.IsLock);
        }
    }

    private CompiledLayer Compile(string name, in FlagPayload payload) => _publisher.Compile(payload, _read(name));

    private LayerAnswer Take(LayerState layer, CompiledLayer compiled, UInt128 hash, out IReadOnlyList<DefinitionDiagnostic> diagnostics)
    {
        if (compiled.Document.HasErrors)
        {
            layer.Refuse(compiled, hash);
            diagnostics = layer.Own;
            return LayerAnswer.Refused;
        }

        layer.Accept(compiled, hash);
        _ = TryPublish();
        diagnostics = AllOf(layer);
        return LayerAnswer.Accepted;
    }

    private List<DefinitionDiagnostic> AllOf(LayerState accepted)
    {
        List<DefinitionDiagnostic> all = [.. accepted.Own];
        foreach (LayerState layer in _layers)
        {
            all.AddRange(layer.Linking);
        }

        return all;
    }

    private bool Publish(CompiledLayer?[] layers)
    {
        if (_isClosed || Array.IndexOf(layers, null) >= 0)
        {
            return false;
        }

        CompiledLayer[] all = Array.ConvertAll(layers, static layer => layer!);
        List<FlagChange>? changes = Link(all, LockOf(all), _publisher.Current.Content.Exposures, out DefinitionDiagnostic[] found);
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].InForce = changes is null ? _layers[i].InForce : layers[i];
        }

        Blame(found, static _ => true, isPublished: changes is not null);
        if (changes is not null)
        {
            _published(changes);
        }

        return changes is not null;
    }

    private void Blame(DefinitionDiagnostic[] found, Predicate<LayerState> isMeant, bool isPublished)
    {
        foreach (LayerState layer in Array.FindAll(_layers, isMeant))
        {
            layer.Linking = Array.FindAll(found, diagnostic => diagnostic.Source == layer.Name);
        }

        LockDiagnostics = isPublished ? Array.FindAll(found, static diagnostic => diagnostic.Source == LockedLayer.Name) : LockDiagnostics;
    }

    private byte[]? LockOf(CompiledLayer[] layers) => LockedLayer.Of(layers, _publisher.Current.Content.Layers, _locks, CompileLock);

    private List<FlagChange>? Link(CompiledLayer[] layers, byte[]? lockText, RolloutExposure[] exposures, out DefinitionDiagnostic[] found)
    {
        CompiledLayer? locked = lockText is null ? null : CompileLock(lockText);
        List<FlagChange>? changes = _publisher.Publish(layers, locked, Recompile, exposures, out found);
        _lockText = changes is null ? _lockText : lockText;
        return changes;
    }

    /// <summary>Compiles what is kept. Whose it is was asked when its documents were read.</summary>
    private CompiledLayer CompileLock(byte[] text)
    {
        DefinitionReadOptions options = _read(LockedLayer.Name);
        var lenient = new DefinitionReadOptions { Limits = options.Limits, Today = options.Today, Source = options.Source };
        CompiledLayer layer = _publisher.Compile(new FlagPayload("lock", text), lenient);
        return new CompiledLayer(layer.Name, layer.Version, layer.Document, layer.Flags, layer.Segments) { IsLock = true };
    }

    private CompiledLayer Recompile(CompiledLayer layer) =>
        LayerCompiler.Compile(new FlagPayload(layer.Version, layer.Document.Bytes), _read(layer.Name), null);
}
