using System.Runtime.InteropServices;
using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>Puts compiled layers together: the later layer wins, references become places, and what does not fit is reported.</summary>
internal sealed class SnapshotLinker
{
    private readonly CompiledLayer[] _layers;
    private readonly FlagDirectory _directory;
    private readonly SegmentDirectory _segmentDirectory;
    private readonly LinkDiagnostics _diagnostics = new();
    private CompiledFlag?[] _flags = [];
    private FlagOrigin[] _origins = [];
    private CompiledSegment?[] _segments = [];
    private FlagOrigin[] _segmentOrigins = [];
    private bool[] _segmentUsed = [];
    private UInt128 _hash;

    private SnapshotLinker(CompiledLayer[] layers, FlagDirectory directory, SegmentDirectory segmentDirectory)
    {
        _layers = layers;
        _directory = directory;
        _segmentDirectory = segmentDirectory;
    }

    /// <summary>Gets whether the topmost layer is what running rollouts have locked: then the others fit together by themselves, and only what it makes of them is told.</summary>
    private bool IsLocked => _layers is [.., { IsLock: true }];

    /// <summary>Links layers.</summary>
    /// <returns>The content without exposures, kills and ambient attributes, or <see langword="null"/> when there are errors.</returns>
    public static SnapshotContent? Link(
        CompiledLayer[] layers, FlagDirectory directory, SegmentDirectory segmentDirectory, out LinkDiagnostics diagnostics)
    {
        var linker = new SnapshotLinker(layers, directory, segmentDirectory);
        diagnostics = linker._diagnostics;
        return linker.Link();
    }

    private SnapshotContent? Link()
    {
        MergeSegments();
        int count = MergeFlags();
        ResolveSegments();
        ResolveFlags();
        if (!_diagnostics.HasErrors)
        {
            FollowReferences();
        }

        if (!IsLocked)
        {
            new PlanOrder(_flags, _directory, _diagnostics, PlaceOf).Check();
            WarnOfUnusedSegments();
        }

        return _diagnostics.HasErrors ? null : new SnapshotContent
        {
            Layers = _layers,
            Flags = _flags,
            Origins = _origins,
            FlagCount = count,
            Segments = _segments,
            DefinitionsHash = _hash,
        };
    }

    private void MergeSegments()
    {
        foreach (CompiledLayer layer in _layers)
        {
            foreach (LayerSegment entry in layer.Segments)
            {
                _ = _segmentDirectory.GetOrAdd(entry.Segment.Name);
            }
        }

        _segments = new CompiledSegment?[_segmentDirectory.Count];
        _segmentOrigins = new FlagOrigin[_segments.Length];
        _segmentUsed = new bool[_segments.Length];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            LayerSegment[] entries = _layers[layer].Segments;
            for (int entry = 0; entry < entries.Length; entry++)
            {
                int index = _segmentDirectory.Find(entries[entry].Segment.Name);
                _segments[index] = entries[entry].Segment;
                _segmentOrigins[index] = new FlagOrigin(layer, entry);
            }
        }

        foreach (CompiledSegment? segment in _segments)
        {
            _hash += segment is null ? 0 : ContentHash.OfDefinition('s', segment.Name, segment.Hash);
        }
    }

    private int MergeFlags()
    {
        int names = 0;
        foreach (CompiledLayer layer in _layers)
        {
            names += layer.Flags.Count;
        }

        _directory.Reserve(names);
        foreach (CompiledLayer layer in _layers)
        {
            foreach (LayerFlag entry in layer.Flags)
            {
                _ = _directory.GetOrAdd(entry.Flag.Name);
            }
        }

        _flags = new CompiledFlag?[_directory.Count];
        _origins = new FlagOrigin[_flags.Length];
        int count = 0;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            ReadOnlySpan<LayerFlag> entries = CollectionsMarshal.AsSpan(_layers[layer].Flags);
            for (int entry = 0; entry < entries.Length; entry++)
            {
                int index = _directory.Find(entries[entry].Flag.Name)!.Index;
                count += _flags[index] is null ? 1 : 0;
                _flags[index] = entries[entry].Flag;
                _origins[index] = new FlagOrigin(layer, entry);
            }
        }

        foreach (CompiledFlag? flag in _flags)
        {
            _hash += flag is null ? 0 : ContentHash.OfDefinition('f', flag.Name, flag.Hash);
        }

        return count;
    }

    private void ResolveSegments()
    {
        for (int i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] is { } segment)
            {
                Resolve(segment.Segments, _layers[_segmentOrigins[i].Layer]);
            }
        }
    }

    private void ResolveFlags()
    {
        for (int i = 0; i < _flags.Length; i++)
        {
            if (_flags[i]?.Targeting is { } targeting && !IsPutAtBaseline(i, targeting))
            {
                CompiledLayer layer = _layers[_origins[i].Layer];
                Resolve(targeting.Segments, layer);
                Resolve(targeting.Requires, i);
                CheckAudiences(targeting.Plan, i);
            }
        }
    }

    /// <summary>Lets a locked flag serve its baseline where something that its rules or requirements name is gone: nobody can say then who would have been served what.</summary>
    private bool IsPutAtBaseline(int index, CompiledTargeting targeting)
    {
        if (!_layers[_origins[index].Layer].IsLock || WhatIsGone(targeting) is not { } gone)
        {
            return false;
        }

        (CompiledLayer layer, int position) = PlaceOf(index);
        CompiledFlag flag = _flags[index]!, baseline = flag.AtBaseline();
        _diagnostics.LockedReference(layer, position, flag.Name, gone);
        _hash += ContentHash.OfDefinition('f', baseline.Name, baseline.Hash) - ContentHash.OfDefinition('f', flag.Name, flag.Hash);
        _flags[index] = baseline;
        return true;
    }

    private string? WhatIsGone(CompiledTargeting targeting) =>
        Array.Find(targeting.Segments, reference => !HasSegment(reference.Segment))?.Segment
            ?? Array.Find(targeting.Requires, required => Find(_directory.GetOrAdd(required.Flag)) is null)?.Flag;

    private bool HasSegment(string name) => _segmentDirectory.Find(name) is var index and >= 0 && _segments[index] is not null;

    private CompiledFlag? Find(FlagSlot slot) => slot.Index < _flags.Length ? _flags[slot.Index] : null;

    private void Resolve(SegmentCondition[] references, CompiledLayer layer)
    {
        foreach (SegmentCondition reference in references)
        {
            int index = _segmentDirectory.Find(reference.Segment);
            if (index < 0 || _segments[index] is null)
            {
                _diagnostics.UnknownSegment(layer, reference.Position, reference.Segment, Names(_segments, static segment => segment.Name));
                continue;
            }

            reference.Index = index;
            _segmentUsed[index] = true;
        }
    }

    private void Resolve(CompiledPrerequisite[] prerequisites, int flag)
    {
        CompiledLayer layer = _layers[_origins[flag].Layer];
        foreach (CompiledPrerequisite prerequisite in prerequisites)
        {
            prerequisite.Slot = _directory.GetOrAdd(prerequisite.Flag);
            if (Find(prerequisite.Slot) is not { } required)
            {
                _diagnostics.UnknownPrerequisite(layer, prerequisite.Position, prerequisite.Flag, Names(_flags, static flag => flag.Name));
                continue;
            }

            foreach (string variant in prerequisite.Variants)
            {
                if (required.IndexOf(variant) < 0 && IsLocked)
                {
                    _diagnostics.LockedVariant(PlaceOf(flag), _flags[flag]!.Name, required.Name, variant);
                }
                else if (required.IndexOf(variant) < 0)
                {
                    _diagnostics.UnknownRequiredVariant(layer, prerequisite.Position, required.Name, variant, Array.ConvertAll(required.Variants, static v => v.Name));
                }
            }
        }
    }

    private void CheckAudiences(CompiledPlan? plan, int flag)
    {
        foreach ((string audience, int position) in plan?.Audiences ?? [])
        {
            if (HasSegment(audience))
            {
                _segmentUsed[_segmentDirectory.Find(audience)] = true;
            }
            else
            {
                Unknown(audience, position, flag);
            }
        }
    }

    private void Unknown(string audience, int position, int flag)
    {
        (CompiledLayer layer, int place) = PlaceOf(flag);
        if (layer.IsLock)
        {
            _diagnostics.LockedAudience(layer, place, _flags[flag]!.Name, audience);
        }
        else
        {
            _diagnostics.UnknownAudience(layer, position, audience);
        }
    }

    private void FollowReferences()
    {
        var segments = new SegmentGraph(_segments, _diagnostics, Layer);
        var flags = new PrerequisiteGraph(_flags, segments, _diagnostics, PlaceOf);
        for (int i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] is not null)
            {
                segments.Follow(i);
            }
        }

        for (int i = 0; i < _flags.Length; i++)
        {
            if (_flags[i]?.Targeting is { } targeting && (targeting.Requires.Length > 0 || targeting.Cost > 0))
            {
                flags.Follow(i);
            }
        }
    }

    private (CompiledLayer Layer, int Position) PlaceOf(int flag)
    {
        CompiledLayer layer = _layers[_origins[flag].Layer];
        return (layer, layer.Flags[_origins[flag].Entry].Position);
    }

    private (CompiledLayer Layer, int Position) Layer(int segment)
    {
        CompiledLayer layer = _layers[_segmentOrigins[segment].Layer];
        return (layer, layer.Segments[_segmentOrigins[segment].Entry].Position);
    }

    private void WarnOfUnusedSegments()
    {
        for (int i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] is { } segment && !_segmentUsed[i])
            {
                (CompiledLayer layer, int position) = Layer(i);
                _diagnostics.UnusedSegment(layer, position, segment.Name);
            }
        }
    }

    private static IEnumerable<string> Names<T>(T?[] defined, Func<T, string> nameOf)
        where T : class
    {
        foreach (T? one in defined)
        {
            if (one is not null)
            {
                yield return nameOf(one);
            }
        }
    }
}
