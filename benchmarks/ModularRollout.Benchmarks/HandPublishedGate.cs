using System.Runtime.CompilerServices;
using ModularRollout.Benchmarks.Rollouts;
using ModularRollout.Definitions;
using ModularRollout.Snapshots;

namespace ModularRollout.Benchmarks;

/// <summary>A gate whose snapshots a benchmark compiles and puts in force itself, step by step.</summary>
internal sealed class HandPublishedGate : IDisposable
{
    public HandPublishedGate(byte[]? document = null)
    {
        Gate = FeatureGate.FromJson("{ \"schemaVersion\": 1, \"flags\": {} }"u8);
        Publisher = new SnapshotPublisher(Gate, TimeProvider.System, []);
        if (document is not null)
        {
            Publish(document);
        }
    }

    public FeatureGate Gate { get; }

    public SnapshotPublisher Publisher { get; }

    public FeatureSnapshot Publish(ReadOnlyMemory<byte> document)
    {
        CompiledLayer layer = Publisher.Compile(new FlagPayload("1", document), new DefinitionReadOptions());
        return Publish(layer);
    }

    /// <summary>Compiles everything anew, as if nothing had been in force.</summary>
    public FeatureSnapshot PublishAnew(ReadOnlyMemory<byte> document) =>
        Publish(LayerCompiler.Compile(new FlagPayload("1", document), new DefinitionReadOptions(), null));

    /// <summary>Exposes the scenarios' rollout to half of the subjects, or to another share.</summary>
    public void Expose(string flag, ulong bound = RolloutExposures.Half)
    {
        Publisher.Expose([RolloutExposures.Of(flag, bound)]);
        PutInForce(Publisher.Current);
    }

    public void PutInForce(FeatureSnapshot snapshot) => Volatile.Write(ref CurrentOf(Gate), snapshot);

    public void Dispose() => Gate.Dispose();

    private FeatureSnapshot Publish(CompiledLayer layer)
    {
        if (layer.Document.HasErrors || Publisher.Publish([layer], static layer => layer, out DefinitionDiagnostic[] diagnostics) is null)
        {
            throw new DefinitionException(layer.Document.Diagnostics);
        }

        PutInForce(Publisher.Current);
        return Publisher.Current;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_current")]
    private static extern ref FeatureSnapshot CurrentOf(FeatureGate gate);
}
