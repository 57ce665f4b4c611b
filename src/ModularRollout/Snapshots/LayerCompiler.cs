using ModularRollout.Definitions;
using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>Compiles what the reader hands over, flag by flag; flags whose text has not changed are taken from the snapshot in force.</summary>
internal sealed class LayerCompiler : IDefinitionSink
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly FeatureSnapshot? _inForce;
    private readonly FlagCompiler _flagCompiler;
    private readonly ConditionCompiler _conditions;
    private readonly List<LayerFlag> _flags;
    private readonly List<LayerSegment> _segments = [];

    private LayerCompiler(ReadOnlyMemory<byte> bytes, DefinitionReadOptions options, FeatureSnapshot? inForce)
    {
        _bytes = bytes;
        _inForce = inForce;
        var attributes = new AttributeRefs();
        _conditions = new ConditionCompiler(attributes);
        _flagCompiler = new FlagCompiler(attributes, _conditions);
        _flags = new List<LayerFlag>(ParsedFlag.ExpectedIn(bytes, options));
    }

    /// <summary>Reads and compiles a document.</summary>
    /// <param name="payload">The document and its version.</param>
    /// <param name="options">Limits, strictness and the provider's name.</param>
    /// <param name="inForce">The snapshot whose unchanged flags are used again, or <see langword="null"/> to compile everything.</param>
    /// <returns>The layer; of no use when its document has errors.</returns>
    public static CompiledLayer Compile(in FlagPayload payload, DefinitionReadOptions options, FeatureSnapshot? inForce)
    {
        ReadOnlyMemory<byte> text = payload.Utf8Json.Span.StartsWith("\uFEFF"u8) ? payload.Utf8Json[3..] : payload.Utf8Json;
        var compiler = new LayerCompiler(text, options, inForce);
        DefinitionDocument document = DefinitionReader.Read(text, options, compiler);
        compiler._flags.TrimExcess(); // nothing to do, unless the document is long for other reasons than its flags
        return new CompiledLayer(options.Source ?? "", payload.Version ?? "", document, compiler._flags, [.. compiler._segments]);
    }

    public void Accept(ParsedFlag flag)
    {
        CompiledFlag compiled = Unchanged(flag) ?? _flagCompiler.Compile(flag, _bytes);
        _flags.Add(new LayerFlag(compiled, flag.Position, flag.Start, flag.Length, flag.Rollout is not null));
    }

    public void Accept(ParsedSegment segment)
    {
        _conditions.Begin(segment.Conditions);
        CompiledCondition condition = _conditions.Compile(0);
        var compiled = new CompiledSegment(segment.Name, segment.Hash, condition, _conditions.TakeSegments(), _conditions.Cost);
        _segments.Add(new LayerSegment(compiled, segment.Position, segment.Start, segment.Length));
    }

    private CompiledFlag? Unchanged(ParsedFlag flag) =>
        _inForce?.Find(flag.Name)?.Unexposed is { } known && known.Hash == flag.Hash ? known : null;
}
