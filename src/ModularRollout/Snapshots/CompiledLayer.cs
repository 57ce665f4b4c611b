using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>One provider's document, compiled by itself; its references to other flags and segments are resolved by the linker.</summary>
internal sealed class CompiledLayer
{
    public CompiledLayer(string name, string version, DefinitionDocument document, List<LayerFlag> flags, LayerSegment[] segments)
    {
        Name = name;
        Version = version;
        Document = document;
        Flags = flags;
        Segments = segments;
    }

    /// <summary>Gets the provider's name.</summary>
    public string Name { get; }

    /// <summary>Gets the provider's version of the document.</summary>
    public string Version { get; }

    public DefinitionDocument Document { get; }

    public List<LayerFlag> Flags { get; }

    public LayerSegment[] Segments { get; }

    /// <summary>Gets whether this is the layer of what running rollouts have locked, which no provider delivered.</summary>
    public bool IsLock { get; init; }

    /// <summary>Gets the canonical text of a flag or a segment.</summary>
    public string TextOf(int start, int length) => CanonicalText.Of(Document.Bytes.Slice(start, length).Span);

    /// <summary>Makes the layer in which the flags that rollouts run on serve their baselines, and nothing refers to anything.</summary>
    public CompiledLayer AtBaseline()
    {
        List<LayerFlag> flags = Flags.FindAll(static entry => entry.HasPlan).ConvertAll(static entry => entry with { Flag = entry.Flag.AtBaseline() });
        return new CompiledLayer(Name, Version, Document, flags, []) { IsLock = IsLock };
    }
}

/// <summary>A flag and where its text stands in the layer's document, in bytes.</summary>
internal readonly record struct LayerFlag(CompiledFlag Flag, int Position, int Start, int Length, bool HasPlan);

/// <summary>A segment and where its text stands in the layer's document, in bytes.</summary>
internal readonly record struct LayerSegment(CompiledSegment Segment, int Position, int Start, int Length);
