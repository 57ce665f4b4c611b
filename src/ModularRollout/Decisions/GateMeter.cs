using System.Diagnostics.Metrics;

namespace ModularRollout.Decisions;

/// <summary>The meter of one gate: exact sums, read when they are asked for.</summary>
/// <remarks>Meters are known to the whole process, so this one holds its gate weakly: a gate that nobody disposed is collected, and its meter with it.</remarks>
internal sealed class GateMeter : IDisposable
{
    private readonly Meter _meter;

    public GateMeter(FeatureGate gate, string? setId, Func<FeatureGate, long>? state)
    {
        var measures = new Measures(new WeakReference<FeatureGate>(gate), setId);
        _meter = new Meter(new MeterOptions(TelemetrySource.Name) { Tags = measures.Set });
        _meter.CreateObservableCounter("modular_rollout.decisions", measures.Decisions, "{decision}", "Decisions made.");
        _meter.CreateObservableCounter(
            "modular_rollout.listener.failures", measures.ListenerFailures, "{failure}", "Decisions that a listener could not be shown, because it threw.");
        _meter.CreateObservableCounter("modular_rollout.journal.records", measures.Records, "{record}", "Records of decisions, by what became of them.");
        _meter.CreateObservableGauge("modular_rollout.snapshot.version", measures.Version, "{version}", "The version of the snapshot in force.");
        _meter.CreateObservableGauge("modular_rollout.snapshot.flags", measures.Flags, "{flag}", "Flags defined in the snapshot in force.");
        if (state is not null)
        {
            _meter.CreateObservableGauge("modular_rollout.state", () => measures.State(state), "{state}", "The gate's state, as a number.");
        }
    }

    ~GateMeter() => Close();

    public Meter Meter => _meter;

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposing tells listeners, which may throw.</summary>
    private void Close()
    {
        try
        {
            _meter.Dispose();
        }
        catch (Exception)
        {
            // What a listener thinks of the end of a meter concerns nobody else.
        }
    }

    private sealed class Measures
    {
        private readonly WeakReference<FeatureGate> _gate;

        public Measures(WeakReference<FeatureGate> gate, string? setId)
        {
            _gate = gate;
            Set = setId is null ? [] : [new(DecisionNames.SetId, setId)];
        }

        public KeyValuePair<string, object?>[] Set { get; }

        public List<Measurement<long>> Decisions() => _gate.TryGetTarget(out FeatureGate? gate) ? DecisionSums.Of(gate.Counters, Set) : [];

        public Measurement<long>[] ListenerFailures() => One(static gate => gate.Telemetry.ListenerFailures);

        public List<Measurement<long>> Records() =>
            _gate.TryGetTarget(out FeatureGate? gate) && gate.Telemetry.Journal is { } journal ? journal.Measure(Set) : [];

        public Measurement<long>[] Version() => One(static gate => gate.Current.Version);

        public Measurement<long>[] Flags() => One(static gate => gate.Current.Content.FlagCount);

        public Measurement<long>[] State(Func<FeatureGate, long> state) => One(state);

        private Measurement<long>[] One(Func<FeatureGate, long> read) =>
            _gate.TryGetTarget(out FeatureGate? gate) ? [new Measurement<long>(read(gate), Set)] : [];
    }
}
