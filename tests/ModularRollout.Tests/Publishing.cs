using ModularRollout.Definitions;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests;

/// <summary>A gate's publisher by itself: layers in, snapshots out, with a clock and ambient attributes of the test's choice.</summary>
internal sealed class Publishing
{
    private readonly FeatureGate _gate = A.Gate("{}");

    public Publishing(EvaluationContext ambient = default, TimeProvider? clock = null) =>
        Publisher = new SnapshotPublisher(_gate, clock ?? TimeProvider.System, A.Ambient(ambient));

    public SnapshotPublisher Publisher { get; }

    public FeatureGate Gate => _gate;

    public FeatureSnapshot Current => Publisher.Current;

    /// <summary>Publishes a document by itself, which is refused, and returns what is said of it.</summary>
    public static string[] Refused(string document)
    {
        var publishing = new Publishing();
        Assert.Null(publishing.Publish(out DefinitionDiagnostic[] diagnostics, document));
        Assert.Equal(0, publishing.Current.Version);
        return [.. diagnostics.Select(static diagnostic => diagnostic.ToString())];
    }

    public CompiledLayer Layer(string source, string document) => Publisher.Layer(source, document);

    /// <summary>Publishes documents, the later ones on top, and returns what changed as text; <see langword="null"/> where it was refused.</summary>
    public string[]? Publish(params string[] documents) => Publish(out _, documents);

    public string[]? Publish(out DefinitionDiagnostic[] diagnostics, params string[] documents)
    {
        CompiledLayer[] layers = [.. documents.Select((document, i) => Layer($"layer{i}", document))];
        Assert.All(layers, static layer => Assert.False(layer.Document.HasErrors, string.Join('\n', layer.Document.Diagnostics)));
        return Texts(Publisher.Publish(layers, Recompile, out diagnostics));
    }

    public string[] Kill(params string[] flags)
    {
        foreach (string flag in Current.Content.Kills)
        {
            Gate.Directory.GetOrAdd(flag).Killed = false;
        }

        foreach (string flag in flags)
        {
            Gate.Directory.GetOrAdd(flag).Killed = true;
        }

        return Texts(Publisher.Kill(flags))!;
    }

    public string[] Expose(params RolloutExposure[] exposures) => Texts(Publisher.Expose(exposures))!;

    private static CompiledLayer Recompile(CompiledLayer layer) =>
        LayerCompiler.Compile(new FlagPayload(layer.Version, layer.Document.Bytes), new DefinitionReadOptions { Source = layer.Name }, null);

    private static string[]? Texts(List<FlagChange>? changes) =>
        changes is null ? null : [.. changes.Select(static change => $"{change.Flag} {change.Kind}")];
}
