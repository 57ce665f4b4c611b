using ModularRollout.Definitions;
using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>Compiles off to the side and swaps one reference: the one writer of a gate.</summary>
/// <remarks>Callers serialize publishes themselves; readers take <see cref="Current"/> once per call.</remarks>
internal sealed class SnapshotPublisher
{
    private readonly FeatureGate _gate;
    private readonly SegmentDirectory _segments = new();
    private readonly TimeProvider _clock;
    private readonly AttributeSlot[] _ambient;
    private string[] _kills = [];
    private FeatureSnapshot _current;

    public SnapshotPublisher(FeatureGate gate, TimeProvider clock, AttributeSlot[] ambient)
    {
        _gate = gate;
        _clock = clock;
        _ambient = ambient;
        _current = new FeatureSnapshot(gate, SnapshotContent.Empty, 0, clock);
    }

    public FeatureSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Reads and compiles one provider's document; nothing changes yet.</summary>
    public CompiledLayer Compile(in FlagPayload payload, DefinitionReadOptions options) => LayerCompiler.Compile(payload, options, Current);

    /// <summary>Links layers and puts them in force, with the kills and exposures as they are. With errors nothing changes.</summary>
    /// <param name="layers">The layers without errors of their own, the later ones on top.</param>
    /// <param name="recompile">Compiles a layer again from its text alone, so that diagnostics point where they should.</param>
    /// <param name="diagnostics">The errors, or the warnings, of putting the layers together.</param>
    /// <returns>What changed, or <see langword="null"/> when there were errors.</returns>
    public List<FlagChange>? Publish(CompiledLayer[] layers, Func<CompiledLayer, CompiledLayer> recompile, out DefinitionDiagnostic[] diagnostics) =>
        Publish(layers, null, recompile, Current.Content.Exposures, out diagnostics);

    /// <summary>Links layers and puts them in force with a set of exposures, as one publish. The layers have to fit together by themselves; what is locked never keeps them from being published.</summary>
    public List<FlagChange>? Publish(
        CompiledLayer[] layers, CompiledLayer? locked, Func<CompiledLayer, CompiledLayer> recompile, RolloutExposure[] exposures, out DefinitionDiagnostic[] diagnostics)
    {
        if (Link(layers, out LinkDiagnostics found) is { } linked)
        {
            diagnostics = found.ToArray();
            linked = locked is null ? linked : Lock(layers, locked, ref diagnostics);
            return Put(With(linked, exposures));
        }

        CompiledLayer[] anew = Array.ConvertAll(layers, layer => recompile(layer));
        _ = Link(anew, out found);
        diagnostics = found.ToArray();
        return null;
    }

    /// <summary>Puts another set of killed flags in force; their slots have been set already. Before the first publish they only wait for it.</summary>
    /// <param name="kills">The names in ordinal order.</param>
    public List<FlagChange> Kill(string[] kills)
    {
        _kills = kills;
        return Current.Version == 0 ? [] : Put(With(Current.Content, Current.Content.Exposures));
    }

    /// <summary>Puts another set of rollout exposures in force: every transition is one publish. Unchanged flags are used again by reference.</summary>
    public List<FlagChange> Expose(RolloutExposure[] exposures) => Put(With(Current.Content, exposures));

    private SnapshotContent? Link(CompiledLayer[] layers, out LinkDiagnostics found) => SnapshotLinker.Link(layers, _gate.Directory, _segments, out found);

    /// <summary>Puts what is locked on top of layers that fit together; where it does not fit them, it serves the baseline.</summary>
    private SnapshotContent Lock(CompiledLayer[] layers, CompiledLayer locked, ref DefinitionDiagnostic[] diagnostics)
    {
        SnapshotContent? linked = Link([.. layers, locked], out LinkDiagnostics found);
        if (linked is null)
        {
            LinkDiagnostics misfit = found;
            locked = locked.AtBaseline();
            linked = Link([.. layers, locked], out found)!;
            found.LockedMisfit(locked, misfit);
        }

        diagnostics = [.. diagnostics, .. found.ToArray()];
        return linked;
    }

    private List<FlagChange> Put(SnapshotContent content)
    {
        FeatureSnapshot before = Current;
        Volatile.Write(ref _current, new FeatureSnapshot(_gate, content, before.Version + 1, _clock));
        return SnapshotDifference.Between(before.Content, content);
    }

    private SnapshotContent With(SnapshotContent linked, RolloutExposure[] exposures) => new()
    {
        Layers = linked.Layers,
        Flags = Exposed(linked, exposures),
        Origins = linked.Origins,
        FlagCount = linked.FlagCount,
        Segments = linked.Segments,
        DefinitionsHash = linked.DefinitionsHash,
        Exposures = exposures,
        Kills = _kills,
        Ambient = _ambient,
    };

    private CompiledFlag?[] Exposed(SnapshotContent linked, RolloutExposure[] after)
    {
        if (ReferenceEquals(linked.Exposures, after) || linked.Exposures.Length + after.Length == 0)
        {
            return linked.Flags;
        }

        var exposed = (CompiledFlag?[])linked.Flags.Clone();
        foreach (RolloutExposure old in linked.Exposures)
        {
            Replace(exposed, old.Flag, static flag => flag.Unexposed);
        }

        foreach (RolloutExposure exposure in after)
        {
            Replace(exposed, exposure.Flag, flag => flag.Expose(exposure, Audiences(exposure, linked.Segments)));
        }

        return exposed;
    }

    private void Replace(CompiledFlag?[] flags, string name, Func<CompiledFlag, CompiledFlag> replace)
    {
        if (_gate.Directory.Find(name) is { } slot && slot.Index < flags.Length && flags[slot.Index] is { } flag)
        {
            flags[slot.Index] = replace(flag);
        }
    }

    private SegmentCondition[] Audiences(RolloutExposure exposure, CompiledSegment?[] segments)
    {
        var audiences = new List<SegmentCondition>(exposure.Audiences.Length);
        foreach (string name in exposure.Audiences)
        {
            int index = _segments.Find(name);
            if (index >= 0 && segments[index] is not null)
            {
                audiences.Add(new SegmentCondition(name, 0) { Index = index });
            }
        }

        return [.. audiences];
    }
}
