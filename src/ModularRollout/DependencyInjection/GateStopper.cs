namespace ModularRollout.DependencyInjection;

/// <summary>Stops a gate before the container disposes what was made after the gate: a gate may be disposed more than once.</summary>
internal sealed class GateStopper : IDisposable, IAsyncDisposable
{
    private readonly FeatureGate _gate;

    public GateStopper(FeatureGate gate) => _gate = gate;

    public void Dispose() => _gate.Dispose();

    public ValueTask DisposeAsync() => _gate.DisposeAsync();
}
